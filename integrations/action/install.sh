#!/usr/bin/env bash
# Install ogp into an environment of its own, so that the job's Python keeps what it has. $PYTHON, $VERSION.
set -euo pipefail

case $VERSION in
  "") what=$GITHUB_ACTION_PATH ;;
  *[!0-9a-z.]*) echo "::error::version is a number such as 0.1.0, or empty"; exit 2 ;;
  *) what=ogp-cards==$VERSION ;;
esac
environment=$RUNNER_TEMP/ogp-environment
"$PYTHON" -m venv "$environment"
python=$environment/bin/python
[ -x "$python" ] || python=$environment/Scripts/python.exe
"$python" -m pip install --quiet --disable-pip-version-check "$what"
echo "python=$python" >> "$GITHUB_OUTPUT"
