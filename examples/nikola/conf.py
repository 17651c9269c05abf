BLOG_AUTHOR = "山田花"
BLOG_TITLE = "庭の図書室"
SITE_URL = "https://niwa.example.jp/blog/"
BLOG_EMAIL = "hana@example.jp"
BLOG_DESCRIPTION = "木と石と、水の話"
DEFAULT_LANG = "ja"
TRANSLATIONS = {"ja": ""}
TIMEZONE = "Asia/Tokyo"
POSTS = (("posts/*.md", "posts", "post.tmpl"),)
PAGES = ()
COMPILERS = {"markdown": (".md",), "html": (".html",)}
THEME = "base"
OUTPUT_FOLDER = "output"
GENERATE_ATOM = GENERATE_RSS = False
USE_BUNDLES = False
IMAGE_FOLDERS = {"images": "images"}
