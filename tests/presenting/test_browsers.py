from __future__ import annotations

import pytest

from seminars.presenting.browsers import app_around

IPHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko)"
ANDROID = (
    "Mozilla/5.0 (Linux; Android 13; M2102J2SC Build/TKQ1.221114.001; wv) AppleWebKit/537.36 "
    "(KHTML, like Gecko) Version/4.0"
)
IN_APPS = {
    f"{IPHONE} Mobile/15E148 MicroMessenger/8.0.50(0x18003231) NetType/WIFI Language/zh_CN": "wechat",
    f"{ANDROID} Chrome/116.0.0.0 Mobile Safari/537.36 XWEB/1160117 MMWEBSDK/20240501 MMWEBID/2247 "
    "MicroMessenger/8.0.50.2701(0x28003253) WeChat/arm64 Weixin NetType/WIFI Language/zh_CN ABI/arm64": "wechat",
    f"{ANDROID} Chrome/86.0.4240.99 XWEB/4317 MMWEBSDK/20220505 Mobile Safari/537.36 MMWEBID/170 "
    "MicroMessenger/8.0.23.2160(0x28001757) MQQBrowser/6.2 TBS/046010 NetType/WIFI": "wechat",
    f"{IPHONE} Mobile/15E148 wxwork/4.1.22 MicroMessenger/7.0.1 Language/zh": "wechat",
    f"{IPHONE} Mobile/15E148 QQ/9.0.50.614 V1_IPH_SQ_9.0.50_1_APP_A Pixel/1170 MiniAppEnable "
    "SimpleUISwitch/0 StudyMode/0 QQTheme/1000 NetType/WIFI Core/WKWebView": "qq",
    f"{ANDROID} Chrome/109.0.5414.86 MQQBrowser/6.2 TBS/046805 Mobile Safari/537.36 "
    "V1_AND_SQ_9.0.50_6258_YYB_D QQ/9.0.50.16545 NetType/WIFI WebP/0.3.0 AppId/537217380 Pixel/1080": "qq",
    f"{IPHONE} Mobile/15E148 AliApp(DingTalk/7.5.20) com.laiwang.DingTalk/40508822 Channel/201200 "
    "language/zh-Hans-CN UT4Aplus/0.0.6 WK": "dingtalk",
    f"{ANDROID} UCBS/3.22.1.241 Chrome/100.0.4896.58 Mobile Safari/537.36 AliApp(DingTalk/7.5.20) "
    "com.alibaba.android.rimet/40508822 Channel/700159 language/zh-CN abi/64 UT4Aplus/0.2.25": "dingtalk",
}
BROWSERS = (
    "",
    f"{IPHONE} Version/17.5 Mobile/15E148 Safari/604.1",
    "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0.0.0 Mobile Safari/537.36",
    "Mozilla/5.0 (Linux; U; Android 13; zh-cn; M2102J2SC) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 "
    "Chrome/109.0.5414.118 MQQBrowser/14.9 Mobile Safari/537.36 COVC/046801",
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/94.0.4606.71 "
    "Safari/537.36 Core/1.94.238.400 QQBrowser/12.4.5622.400",
    "Mozilla/5.0 (Linux; Android 12; NOH-AN00) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/114.0.5735.196 "
    "HuaweiBrowser/14.0.4.301 Mobile Safari/537.36",
)


@pytest.mark.parametrize(("user_agent", "app"), IN_APPS.items())
def test_a_browser_inside_a_chat_app_is_known(user_agent: str, app: str) -> None:
    assert app_around(user_agent) == app


@pytest.mark.parametrize("user_agent", BROWSERS)
def test_other_browsers_are_left_alone(user_agent: str) -> None:
    assert app_around(user_agent) == ""
