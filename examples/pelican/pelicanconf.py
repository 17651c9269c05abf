SITENAME = "庭の図書室"
SITEURL = "https://niwa.example.jp/blog"
AUTHOR = "山田花"
PATH = "content"
TIMEZONE = "Asia/Tokyo"
DEFAULT_LANG = "ja"
FEED_ALL_ATOM = CATEGORY_FEED_ATOM = TRANSLATION_FEED_ATOM = None
AUTHOR_FEED_ATOM = AUTHOR_FEED_RSS = None
PLUGINS = ["ogp.plugins.pelican"]
