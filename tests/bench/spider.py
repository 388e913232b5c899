"""The spider that scrapy crawls with: all pages of one host, nothing kept."""
from urllib.parse import urlsplit

from scrapy.linkextractors import LinkExtractor
from scrapy.spiders import CrawlSpider, Rule


class Spider(CrawlSpider):
    name = "bench"
    custom_settings = {
        "CONCURRENT_REQUESTS": 64, "CONCURRENT_REQUESTS_PER_DOMAIN": 64,
        "DOWNLOAD_DELAY": 0, "ROBOTSTXT_OBEY": False, "RETRY_ENABLED": False,
        "COOKIES_ENABLED": False, "LOG_ENABLED": False,
        "TELNETCONSOLE_ENABLED": False}
    rules = (Rule(LinkExtractor(), follow=True),)

    def __init__(self, url="", **words):
        super().__init__(**words)
        self.start_urls = [url]
        self.allowed_domains = [urlsplit(url).hostname]
