"""Front matter of every kind: where it lies in the file, and the values it holds, as they are written."""
