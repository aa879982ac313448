"""The words by which a text says where: rooms in sentences, rooms beside the hour, apps instead of rooms."""

from __future__ import annotations

import re

ONLINE_WORDS = re.compile(
    r"#?腾讯会议|腾讯|Tencent[ ]?Meeting|VooV|Zoom|ZOOM|zoom|飞书|Feishu|Lark|(?:Microsoft|MS) ?Teams|Teams|"
    r"Google Meet|Webex|钉钉|"
    r"哔哩哔哩|[Bb]ilibili|"
    r"B站|b站|线上|在线|直播|online|Online|virtual|Virtual|https?://|wemeet|会议号|会议ID|会议密码|密码|[Pp]assword|[Pp]asscode|[Jj]itsi|"
    r"BigBlueButton|"
    r"企业微信",
)
IN = re.compile(
    r"(?:在|于|到|位于)[ ]?(?P<place>[^,。;:\n【《]{2,40}?)[ ]?(?P<how>【线下】|\[线下\]|\(线下\)|"
    r"【线下|举行|举办|进行|给大家|为大家|召开|开展|开讲|(?=[,。;\n]))"
)
PLACE_IS = re.compile(
    r"(?:(?:usual|same) (?:room|place|venue|location)|老地方|同一地点|原地点)[ ]?\((?P<usual>[^()\n]{2,40})\)|"
    r"(?:地点|教室|会场|场地)[ ]?[由从][^,。;\n]{2,30}?(?:调整|改|变更|更改|更换|换|"
    r"移)[为至到成](?P<moved>[^,。;:\n(]{2,40})|"
    r"(?:地点|教室|会场|场地)(?:仍|还是|依然|改|变更|调整|设|更改|更换|换)?[为是在到](?P<place>[^,。;:\n]{2,40})"
    r"|(?:地点|教室|会场)[ ](?P<beside>[^,。;:\n]{2,40})"
    r"|(?:地点|教室|会场)(?:均|仍|保持)?(?:不变|照旧)[ ]?[(:,][ ]?(?:仍?[为在])?(?P<same>[^,。;:\n()]{2,40})"
    r"|\b(?:[Rr]oom|[Vv]enue|[Ll]ocation|[Pp]lace) (?:is |remains |stays |will be |has (?:been )?(?:changed|"
    r"moved) to )(?:the same|unchanged)?[:,]?[ ]?"
    r"(?:\(|in |the )?(?P<english>[A-Z][^.;:\n()]{3,60}(?:\.\d+)?)"
    r"|\b(?:meet|held|gather|take place|place) (?:again )?(?:in|"
    r"at) (?:the )?(?P<held>(?:[Rr]oom )?[A-Z][^.;:\n()]{2,60}?)(?=[.;\n(]| on | at \d| from |, not |$)"
)
ENDS_AS_ROOM = re.compile(r"(?:室|厅|楼|馆|堂|层|[\dA-Z][\d\-.]*)[ ]*$")
HALL = r"(?:Hall|Building|Center|Centre|Library|Auditorium|Theatre|Theater|Tower|House|Pavilion)"
ENGLISH = re.compile(
    r"(?:\b(?:in|at) (?:the )?|[,;:|@·] ?|\()(?P<place>(?:(?:Room|Rm\.?|Lecture Room) ?[\w.\-]{1,8},? (?:in |"
    r"of )?(?:the )?|(?:[A-Z][\w'’]{0,20} ){1,2}Room, )?(?:\d(?:st|nd|rd|th) [Ff]loor, )?"
    r"(?:[A-Z][\w'’]{0,20} ){1,3}"
    rf"{HALL}"
    r"(?:,? (?:[Rr]oom |Rm\.? )?[A-Z]{0,2}[\-.]?\d[\w\-.]{0,7}\w|,? (?:[Rr]oom |Rm\.? )?\d)?)"
    r"|(?<!not )\b(?:in|at) (?P<code>[A-Z]{1,3}\d{0,2}-\d{2,4}[A-Z]?)\b"
    r"|\b(?:in|at) (?P<named>(?!January|February|March|April|May|June|July|August|September|October|November|December|"
    r"Spring|Summer|Autumn|Fall|Winter|Week|Section|Chapter|Theorem|Part|Python|"
    r"Lemma)[A-Z][a-z]{2,20}(?: [A-Z][a-z]{2,20})? "
    r"(?!(?:19|20)\d\d\b)[A-Z]?\d{2,4}[A-Z]?)(?=[,.;)\n]| on | at | by |$)"
    r"|\b(?:in|at) (?P<room>(?:Room|Rm\.?|Lecture Room|Lecture Hall|"
    r"Seminar Room) [A-Z]{0,2}-?\d[\w.\-]{0,7}(?:,? (?:of |"
    r"in )?(?:the )?(?:[A-Z][\w'’]{0,20} ){0,3}[A-Z][\w'’]{0,20})?)"
)
# A building, a blank or not, and a room: 南区实验楼 517, 微纳楼 B1 会议室, 图书馆三层研讨室.
NUMBERED = re.compile(
    r"(?:楼|馆|堂|大厦|斋|苑|阁|[一二三四五六七八九十]教)(?P<rest>[ ]{0,2}(?:[A-Z东西南北中][座区侧翼]?[ ]?)?"
    r"(?:(?:地下)?[一二三四五六七八九十\d]{1,2}[层楼][ ]?)?"
    r"(?:[〇零一二三四五六七八九]{3,4}(?:教?室)?(?![㐀-鿿])|"
    r"[A-Z]{0,2}-?\d[A-Za-z0-9.\-]{0,7}室?(?:[ ]?(?:会议室|报告厅|教室|研讨室|讨论室|多功能厅|演播厅|展厅|活动室))?|"
    r"(?:[A-Z]\d[ ]?)?[㐀-鿿]{0,5}(?:报告厅|"
    r"会议室|教室|演播厅|路演厅|讲堂|研讨室|讨论室|多功能厅|活动室|会议厅)(?:[ ]?[A-Z]?\d{1,4})?))"
)
BEFORE_BUILDING = re.compile(r"(?:[㐀-鿿]{0,5}校区[ ])?[㐀-鿿A-Z\d]{1,12}$")
LEADS = re.compile(
    r".*(?:[在于到至是为由从去来]|地点|上午|下午|晚上|时间|[年月日点时分]|号(?!$)|[周期][一二三四五六日天])"
)
PLACE_LINE = re.compile(
    rf"(?:(?:Room|Rm\.?|"
    rf"Lecture Room) ?[\w.\-]{{1,8}},? )?(?:[A-Z][\w'’.]{{0,20}} ){{1,3}}{HALL}(?: (?:Auditorium|Theatre|"
    rf"Theater))?(?:,? [\w .,\-]{{0,24}})?"
    r"|[A-Z][\w .'’&\-]{3,60}, (?:Auditorium|Room|Lecture (?:Hall|Theatre|Room)|Seminar Room|Hall)(?: [\w.\-]{1,8})?"
)
MOVED_ONLINE = re.compile(
    r"改[为在成至到]?(?:线上|在线|腾讯会议|Zoom)|转为?线上|moved online|will be (?:held )?online instead"
)
HEAD = 20
BEHIND = re.compile(
    r"[ ]?[,;@·|)]?[ ]?(?P<place>[㐀-鿿][㐀-鿿A-Z\d \-]{1,23}?(?:室|厅|\d{2,5}[A-Z]?))[ ]?(?=[+,;(/&。]|$|以?及|和线上)"
)
SENTENCE_WORDS = re.compile(r"[将请的与在于我您有改仍为由]|地点|时间|主讲|讲者|举|欢迎|报告会|讲座")
CHROME = re.compile(r"点击此处[^ ,。]{0,12}|点击查看[^ ,。]{0,10}|查看地图|导航")
# What leads from a room to an app.
LOOSE_END = re.compile(
    r"[ ,;(+&/]{1,3}(?:(?:and|or|with|also|on|via|by|over|in|as well as|with|at|simultaneously|online|virtually|"
    r"broadcast|live|(?:live-?)?stream(?:ed|ing)?)[ ]*){1,5}$|"
    r"[ ,;(+&/]{0,3}(?:及|和|与|或|并|同时|同步|以及|暨)[ ]*$"
)
SPLIT = re.compile(
    r"https?://\S+|(?<![A-Z])(?<!Rm)(?<!Bldg)(?<!St)(?<!No)\.[ ](?=[A-Z])|。|[+;/|、&\n]| and "
    r"(?=[A-Z])| or |以及|或者|,(?=[ ]?(?:腾讯|Zoom|线上|在线|同步|online|also|"
    r"同时))|同步"
)
