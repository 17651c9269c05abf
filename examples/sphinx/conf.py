project = "庭の図書室"
language = "ja"
html_baseurl = "https://niwa.example.jp/docs/"
extensions = ["myst_parser", "ogp.plugins.sphinx"]
exclude_patterns = ["_build"]
