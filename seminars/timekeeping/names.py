"""How zones, countries, weekdays and months are called in Chinese and in English."""

from __future__ import annotations

# IANA name: (Chinese, English) of the city whose time it is in people's mouths.
CITIES = {
    "Asia/Shanghai": ("北京", "Beijing"),
    "Asia/Urumqi": ("乌鲁木齐", "Urumqi"),
    "Asia/Hong_Kong": ("香港", "Hong Kong"),
    "Asia/Macau": ("澳门", "Macau"),
    "Asia/Taipei": ("台北", "Taipei"),
    "Asia/Tokyo": ("东京", "Tokyo"),
    "Asia/Seoul": ("首尔", "Seoul"),
    "Asia/Singapore": ("新加坡", "Singapore"),
    "Asia/Kuala_Lumpur": ("吉隆坡", "Kuala Lumpur"),
    "Asia/Bangkok": ("曼谷", "Bangkok"),
    "Asia/Ho_Chi_Minh": ("胡志明市", "Ho Chi Minh City"),
    "Asia/Jakarta": ("雅加达", "Jakarta"),
    "Asia/Manila": ("马尼拉", "Manila"),
    "Asia/Kolkata": ("印度", "India"),
    "Asia/Dubai": ("迪拜", "Dubai"),
    "Asia/Jerusalem": ("耶路撒冷", "Jerusalem"),
    "Asia/Tehran": ("德黑兰", "Tehran"),
    "Asia/Riyadh": ("利雅得", "Riyadh"),
    "Asia/Kathmandu": ("加德满都", "Kathmandu"),
    "Europe/London": ("伦敦", "London"),
    "Europe/Dublin": ("都柏林", "Dublin"),
    "Europe/Lisbon": ("里斯本", "Lisbon"),
    "Europe/Paris": ("巴黎", "Paris"),
    "Europe/Berlin": ("柏林", "Berlin"),
    "Europe/Zurich": ("苏黎世", "Zurich"),
    "Europe/Amsterdam": ("阿姆斯特丹", "Amsterdam"),
    "Europe/Brussels": ("布鲁塞尔", "Brussels"),
    "Europe/Vienna": ("维也纳", "Vienna"),
    "Europe/Rome": ("罗马", "Rome"),
    "Europe/Madrid": ("马德里", "Madrid"),
    "Europe/Stockholm": ("斯德哥尔摩", "Stockholm"),
    "Europe/Copenhagen": ("哥本哈根", "Copenhagen"),
    "Europe/Helsinki": ("赫尔辛基", "Helsinki"),
    "Europe/Oslo": ("奥斯陆", "Oslo"),
    "Europe/Warsaw": ("华沙", "Warsaw"),
    "Europe/Prague": ("布拉格", "Prague"),
    "Europe/Athens": ("雅典", "Athens"),
    "Europe/Istanbul": ("伊斯坦布尔", "Istanbul"),
    "Europe/Moscow": ("莫斯科", "Moscow"),
    "Africa/Cairo": ("开罗", "Cairo"),
    "Africa/Johannesburg": ("约翰内斯堡", "Johannesburg"),
    "Africa/Casablanca": ("卡萨布兰卡", "Casablanca"),
    "America/New_York": ("纽约", "New York"),
    "America/Toronto": ("多伦多", "Toronto"),
    "America/Chicago": ("芝加哥", "Chicago"),
    "America/Denver": ("丹佛", "Denver"),
    "America/Phoenix": ("凤凰城", "Phoenix"),
    "America/Los_Angeles": ("洛杉矶", "Los Angeles"),
    "America/Vancouver": ("温哥华", "Vancouver"),
    "America/Edmonton": ("埃德蒙顿", "Edmonton"),
    "America/Montreal": ("蒙特利尔", "Montreal"),
    "America/Anchorage": ("安克雷奇", "Anchorage"),
    "America/Mexico_City": ("墨西哥城", "Mexico City"),
    "America/Sao_Paulo": ("圣保罗", "São Paulo"),
    "America/Argentina/Buenos_Aires": ("布宜诺斯艾利斯", "Buenos Aires"),
    "Pacific/Honolulu": ("檀香山", "Honolulu"),
    "Pacific/Auckland": ("奥克兰", "Auckland"),
    "Australia/Sydney": ("悉尼", "Sydney"),
    "Australia/Melbourne": ("墨尔本", "Melbourne"),
    "Australia/Brisbane": ("布里斯班", "Brisbane"),
    "Australia/Perth": ("珀斯", "Perth"),
    "Australia/Adelaide": ("阿德莱德", "Adelaide"),
}

# ISO 3166 code: Chinese name, the most asked for first; this is also their order in the Chinese picker.
COUNTRIES_IN_CHINESE = {
    "CN": "中国",
    "HK": "中国香港",
    "MO": "中国澳门",
    "TW": "中国台湾",
    "US": "美国",
    "CA": "加拿大",
    "GB": "英国",
    "DE": "德国",
    "FR": "法国",
    "CH": "瑞士",
    "NL": "荷兰",
    "SG": "新加坡",
    "JP": "日本",
    "KR": "韩国",
    "AU": "澳大利亚",
    "NZ": "新西兰",
    "AT": "奥地利",
    "BE": "比利时",
    "DK": "丹麦",
    "SE": "瑞典",
    "NO": "挪威",
    "FI": "芬兰",
    "IE": "爱尔兰",
    "IT": "意大利",
    "ES": "西班牙",
    "PT": "葡萄牙",
    "PL": "波兰",
    "CZ": "捷克",
    "HU": "匈牙利",
    "GR": "希腊",
    "RU": "俄罗斯",
    "UA": "乌克兰",
    "TR": "土耳其",
    "IL": "以色列",
    "AE": "阿联酋",
    "SA": "沙特阿拉伯",
    "IR": "伊朗",
    "IN": "印度",
    "PK": "巴基斯坦",
    "TH": "泰国",
    "VN": "越南",
    "MY": "马来西亚",
    "ID": "印度尼西亚",
    "PH": "菲律宾",
    "KZ": "哈萨克斯坦",
    "MN": "蒙古",
    "BR": "巴西",
    "AR": "阿根廷",
    "CL": "智利",
    "MX": "墨西哥",
    "ZA": "南非",
    "EG": "埃及",
}

WEEKDAYS = {
    "zh": ("周一", "周二", "周三", "周四", "周五", "周六", "周日"),
    "en": ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"),
}

MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)


def city_name(zone: str, language: str) -> str:
    """The city a zone is called after in `language`; else the last part of its IANA name."""
    if zone in CITIES:
        return CITIES[zone][0 if language == "zh" else 1]
    return zone.rsplit("/", 1)[-1].replace("_", " ")


def zone_words(zone: str, language: str) -> str:
    """What a zone's time is called: 北京时间, New York time; UTC and its fixed offsets by themselves."""
    if zone in ("UTC", "Etc/UTC", "GMT", "Etc/GMT"):
        return "UTC"
    if zone.startswith(("Etc/GMT+", "Etc/GMT-")) and zone[8:].isdigit():
        # POSIX counts westward, people count eastward.
        return f"UTC{'−' if zone[7] == '+' else '+'}{int(zone[8:])}"
    city = city_name(zone, language)
    if language != "zh":
        return f"{city} time"
    return f"{city}时间" if not city[-1].isascii() else f"{city} 时间"
