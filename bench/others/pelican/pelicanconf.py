"""The board for Pelican: pages only, no feeds, no lists."""

AUTHOR = "教导处"
SITENAME = "测量小学"
SITEURL = ""
PATH = "content"
PAGE_PATHS = ["."]
ARTICLE_PATHS = []
STATIC_PATHS = []
DIRECT_TEMPLATES = []
PLUGINS = []
THEME = "theme"
THEME_STATIC_PATHS = []
TIMEZONE = "Asia/Shanghai"
DEFAULT_LANG = "zh"
FEED_ALL_ATOM = CATEGORY_FEED_ATOM = TRANSLATION_FEED_ATOM = AUTHOR_FEED_ATOM = None
AUTHOR_FEED_RSS = None
AUTHOR_SAVE_AS = CATEGORY_SAVE_AS = TAG_SAVE_AS = ""
MARKDOWN = {"extensions": ["markdown.extensions.tables", "markdown.extensions.meta"]}
