# 民情的全部用语（中文）。等号左边是程序用的名字，不要改；右边可以改，{ $… } 会换成当时的内容。

## 日期
date-day = { $month }月{ $day }日({ $weekday })
date-and-time = { $day }{ $time }
weekday-1 = 周一
weekday-2 = 周二
weekday-3 = 周三
weekday-4 = 周四
weekday-5 = 周五
weekday-6 = 周六
weekday-7 = 周日

## 群众：见面与说明
welcome =
    您好，这里是{ $county }民情直通车。
    路灯、道路、用水、低保、看病报销……有事直接说，打字、发语音、发照片都行。
    说完您会得到一个编号、负责干部的姓名和答复日期。
help =
    直接把事情说出来就行，打字、语音、照片都可以。
    “我的事”看办到哪一步；“催一下”提醒承办的同志；也可以“请人上门”“给我回电”。
    不办了，发 /withdraw；换英文，发 /language；隐私说明，发 /privacy。
privacy =
    您发来的话和照片加密保存，只给经办您这件事的人看；每次查看都有记录。
    工作群里只写编号、事情类别、地点、日期和经办干部，不写您的姓名、电话。
    Telegram 的服务器在境外，经过它的内容它看得到；机器的管理员不看内容，但能接触机器。
    不便在这里说的，可以请村外的县里同志代您登记。
privacy-short = 您的姓名、电话不进工作群，原话只给经办人看。Telegram 服务器在境外；不便在这里说的，可请村外的县里同志代为登记（详情发 /privacy）。
say-it = 请说，什么事、在哪里。打字、语音、照片都行。
language-switched = 好的，以后用中文。
unknown-command = 这个命令我不认识。有事直接说就行，查办理情况请点“我的事”。
smalltalk-greeting = 您好。有事请直接说，打字、语音、照片都行。
smalltalk-thanks = 不客气。以后有事随时说。
keyboard-cases = 我的事
keyboard-nudge = 催一下
keyboard-visit = 请人上门
keyboard-call = 给我回电
keyboard-work = 我的活

## 群众：收到与进度
receipt-thanks = 收到了。
status-head = 编号 { $number }
status-what = { $subject }
status-what-where = { $subject }，{ $place }
status-registered = 这件事要请人看一看。{ $screen }前告诉您由谁负责，{ $due }前给您答复。
status-sealed = 这件事由专人单独看，不发到任何群里。{ $due }前给您答复。
status-dispatched = 由{ $unit }{ $cadre }负责，{ $due }前给您答复。
status-in-progress = { $unit }{ $cadre }正在办，{ $due }前给您答复。
status-awaiting = { $unit }{ $cadre }在等您补充，直接回复就行。{ $due }前给您答复。
status-answered = { $unit }{ $cadre }已答复，请您说一说解决没有。
status-answered-sealed = 已答复，请您说一说解决没有。
status-closed = 已办结。又出问题，请再说一遍，或点答复下面的“还没好”。
status-withdrawn = 已按您的意思撤回。
ask-place = 请问是哪个镇（街道）的事？点一下就行，不点也给您办。
joined = 已补充到编号 { $number }。
case-since = { $state }，从{ $since }起。
no-cases = 您还没有反映过事情。有事请直接说。
no-open-case = 您现在没有正在办的事。有事请直接说。
number-unknown = 没有查到编号 { $number }，请核对一下。
nudge-passed-on = 已替您催了。编号 { $number }，{ $due }前给您答复。
visit-passed-on = 已转告，请人上门看看。编号 { $number }。
call-passed-on = 已转告，请同志联系您。编号 { $number }。请把电话号码发过来，只给经办的同志看。
withdraw-which = 确定不办了吗？点一下要撤回的那一件；不点就照常办。
which-case = 您说的是哪一件？请点一下。
button-case = { $number } { $subject }

## 群众：有事要知道
told-named = 编号 { $number }：由{ $unit }{ $cadre }负责，{ $due }前给您答复。
told-moved = 编号 { $number }：转由{ $unit }{ $cadre }负责。答复日期不变，还是{ $due }前。
told-signed = 编号 { $number }：{ $unit }{ $cadre }已签收，{ $due }前给您答复。
told-asked =
    编号 { $number }：{ $unit }想问您
    { $words }
    直接回复就行，语音、照片也可以。
told-asked-sealed =
    编号 { $number }：想问您
    { $words }
    直接回复就行，语音、照片也可以。
told-interim =
    编号 { $number }：{ $unit }告诉您目前的情况
    { $words }
told-note =
    编号 { $number }：{ $unit }告诉您
    { $words }
told-answer =
    编号 { $number }：{ $unit }{ $cadre }答复您
    { $words }
told-answer-sealed =
    编号 { $number }：答复您
    { $words }
told-reopened = 编号 { $number }：您说没有解决或不满意，重新办理，由{ $unit }{ $cadre }负责，{ $due }前再给您答复。
told-reopened-sealed = 编号 { $number }：您说没有解决或不满意，重新办理，{ $due }前再给您答复。
told-date-moved = 编号 { $number }：国家公布了放假安排，答复日期由{ $before }改为{ $due }前。
told-silent = 编号 { $number }：一直没有收到您的评价，先按“未评价”办结。有变化请直接回复。
told-withdrawn = 编号 { $number }：已按您的意思撤回。以后要办，随时再说。
told-closed = 谢谢您，这件事办结了。评价可以改；又出问题，点“还没好”。
ask-solved = 这件事解决了吗？
ask-still = 编号 { $number }：您补充的话已转给{ $unit }。这件事解决了吗？
ask-satisfied = 您对办理满意吗？
said-solved = 已解决
said-unsolved = 未解决
said-one = 您说：{ $solved }。
said-both = 您说：{ $solved }，{ $grade }。
grade-satisfied = 满意
grade-mostly = 基本满意
grade-dissatisfied = 不满意
grade-unrated = 暂不评价
press-noted = 记下了，谢谢您。

## 平安第一
safety-gas =
    请马上离开，到屋外通风的地方。
    不要点火，不要开关电器，不要在屋里打电话。
    到了外面再打 { $fire } 和燃气公司 { $gas }；有人不舒服打 { $ambulance }。
    我们已同时通知值班的同志。
safety-fire =
    请马上离开着火的地方，弯腰捂住口鼻，不坐电梯。
    到安全处打 { $fire }；有人受伤打 { $ambulance }。
    我们已同时通知值班的同志。
safety-collapse =
    请马上离开房屋和山坡，带上老人孩子，不要回去拿东西。
    有人被压或受伤，打 { $fire } 和 { $ambulance }。
    我们已同时通知值班的同志。
safety-electric =
    请不要碰电线，也不要碰触电的人，离开八米以外，别让旁人靠近。
    有人触电，打 { $ambulance } 和 { $fire }。
    我们已同时通知值班的同志。
safety-water =
    请往高处走，不要下水，不要过河。
    有人落水，打 { $fire } 和 { $ambulance }，先找竿子或绳子，别直接下去。
    我们已同时通知值班的同志。
safety-violence =
    请先离开，到人多或能锁门的地方。
    马上打 { $police }；有人受伤打 { $ambulance }。
    我们已同时通知值班的同志。
safety-self-harm =
    您现在一定很难受，请先别一个人扛着。
    请找一位亲人或邻居陪着您，也可以马上打 { $police } 或 { $ambulance }。
    我们已请值班的同志尽快联系您。
safety-medical =
    请马上打 { $ambulance }，说清楚在哪里、怎么了。
    人没有醒就不要喂水喂药，保持呼吸通畅，身边留一个人。
    我们已同时通知值班的同志。

## 事情的状态与类别
state-collecting = 收到
state-registered = 收到，待分派
state-accepted = 收到，待分派
state-dispatched = 有人办，待签收
state-in_progress = 有人办
state-awaiting_resident = 有人办，待您补充
state-answered = 有答复
state-closed = 了结
state-withdrawn = 已撤回
card-state-registered = 待甄别
card-state-dispatched = 待签收
card-state-in_progress = 办理中
card-state-awaiting_resident = 待群众补充
card-state-answered = 已答复，等群众评价
card-state-closed = 已办结
card-state-withdrawn = 群众已撤回
subject-unknown = 类别待定
place-unknown = 地点待定
unit-gone = 原承办单位
cadre-gone = 原经办人

## 群里的卡片
card-head = 【{ $number }】{ $cardstate }
card-head-late = 【{ $number }】{ $cardstate }（已超期）
card-head-danger = 【{ $number }】紧急：可能危及人身安全，{ $cardstate }
card-what = { $subject }，{ $place }
card-who = 责任人：{ $ping }，{ $due }前答复群众
card-who-unit = 责任人：{ $unit } { $ping }，{ $due }前答复群众
card-sign = 请在{ $sign }前签收
card-sign-now = 请马上签收，并联系群众
card-round = 第{ $round }次办理（上次群众说没有解决或不满意）
card-nudges = 群众催过{ $nudges }次
card-media = 附图片、语音等{ $count }件，点“更多”“看原文”在私聊里看
card-why = 因为{ $why }
card-stub = 【{ $number }】已转办，本群不再跟进。
card-moved = 【{ $number }】已移到{ $unit }的群里，请到那里办理。
card-moved-triage = 【{ $number }】已移到新的甄别群里，请到那里办理。
reason-and = ；
reason-keyword = “{ $word }”→{ $subject }
reason-place = “{ $word }”→{ $place }
reason-unit = “{ $word }”→{ $unit }
reason-lead-place = 属地→{ $unit }
reason-lead-subject = 主管→{ $unit }
reason-post = { $title }{ $cadre }
reason-post-acting = { $title }{ $cadre }（不在岗，由{ $acting }代）
screening-ask = 拿不准归谁办，请甄别：点类别直接派单，或点“选单位”。{ $screen }前定下来。
screening-unreadable = 没有文字（语音或图片），请点“看原文”后选单位。{ $screen }前定下来。
screening-done = 已派{ $unit } { $cadre }。

## 按钮
button-sign = 签收
button-more = 更多
button-less = 收起
button-assign = 指派
button-ask = 要求补充
button-interim = 阶段答复
button-transfer = 改派
button-report = 报结
button-read = 看原文
button-confirm = 确认发给群众
button-send-note = 发给群众
button-units = 选单位
button-take-danger = 我来跟进
button-release = 不涉及举报，正常派单
button-discipline = 转纪检监察
button-answer = 答复群众
button-solved = 已解决
button-unsolved = 未解决
button-again = 还没好
button-skip = 不说也行
button-bind-triage = 县里甄别群
button-bind-operators = 运维群

## 群里和私聊里对干部说的话
group-new-words = 【{ $number }】{ $ping }，群众补充或改了内容，请点“看原文”。
group-nudged = 【{ $number }】{ $ping }，群众催办，请尽快回应。
group-visit = 【{ $number }】{ $ping }，群众请您上门看看。
group-call = 【{ $number }】{ $ping }，群众请您回个电话。
group-assigned = 【{ $number }】{ $ping }，这件事指派给您。
reader-new = 有一件需要单独看的事项，编号 { $number }。请勿在群里谈论。
reader-new-danger = 紧急：有一件需要单独看、可能危及人身安全的事项，编号 { $number }。请马上看。
reader-withdrawn = 编号 { $number }：群众把这件事撤回了。请留意有没有人施压。
reader-reopened = 编号 { $number }：群众说没有解决，请再看。{ $due }前再答复。
oncall-danger = 紧急：编号 { $number }，{ $subject }，{ $place }，可能危及人身安全。安全提示已先发给群众，请马上联系。
head-reopened = 编号 { $number }：群众说没有解决或不满意，已退回重办，由{ $cadre }负责，{ $due }前再答复。
remind-due = 编号 { $number }（{ $subject }，{ $place }）：{ $due }前要答复群众，请留意。
late-sign = 编号 { $number }（{ $subject }，{ $place }）：{ $unit }过了签收时间，责任人{ $cadre }。请督促。
late-screening = 编号 { $number }：过了甄别时间还没有定由谁办，请督促。
late-answer = 编号 { $number }（{ $subject }，{ $place }）：过了答复日期{ $due }，{ $unit }{ $cadre }还没有答复群众。请督促。
late-sealed = 编号 { $number }：这件需要单独看的事项过了时间，请处理。
prompt-ask = 【{ $number }】{ $ping }，请回复这条消息，写要问群众的话。这句话会直接发给群众。
prompt-interim = 【{ $number }】{ $ping }，请回复这条消息，写目前的情况和下一步日期。这句话会直接发给群众。
prompt-report = 【{ $number }】{ $ping }，请回复这条消息，写办理结果，可附照片。发出前请您核对。
prompt-report-photo = 【{ $number }】{ $ping }，请回复这条消息，写办理结果并附现场照片。发出前请您核对。
prompt-placeholder = 在这里写
prompt-words-missing = 没有文字，还没有发出。请再回复一次，写上要说的话。
prompt-over = 这条没有发出：提示已经过时，或者不是给您的。需要的话请重新点按钮。
staff-edit-ignored = 改动没有发出。要更正，请再发一条。
prompt-sent = 【{ $number }】已发给群众。
preview =
    【{ $number }】将这样答复群众：
    { $words }
preview-with-media =
    【{ $number }】将这样答复群众，附图片等{ $count }件：
    { $words }
preview-words-missing = 【{ $number }】照片收到{ $count }张。请再回复一句办理结果。
preview-photo-missing = 【{ $number }】这类事项要附现场照片。请再回复一张照片。
preview-sent = 【{ $number }】已答复群众，等群众评价。
note-kept = 【{ $number }】已记为内部备注，群众看不到。
original-head = 【{ $number }】群众原话（请勿转发）：
original-no-words = （没有文字，见下面的图片或语音）
no-work = 您手上没有待办的事。
work-line = 【{ $number }】{ $subject }，{ $place }，{ $due }前答复
work-line-sign = 【{ $number }】{ $subject }，{ $place }，{ $sign }前签收，{ $due }前答复
joined-staff = { $cadre }同志，您好。您已作为{ $unit }的干部加入。派给您的事在单位群里会提醒您；点“我的活”看全部。
invite-void = 这个邀请用过了，或者过期了。请向管理员再要一个。
invite-taken = 这个账号已经是另一位干部了，没有改动。

## 点按钮之后的一句话
press-void = 这个按钮现在用不了。
press-no-right = 这一步请由承办单位的同志来点；指派、改派请找单位负责人。
press-no-draft = 请由写答复的同志自己确认，或者重新点“报结”。
press-moved = 这张卡片已移到{ $unit }的群里，请到那里点。
press-moved-triage = 这张卡片已移到新的甄别群里，请到那里点。
press-signed = 已签收。{ $due }前答复群众。
press-assigned = 已指派给{ $cadre }。
press-dispatched = 已派{ $unit } { $cadre }。
press-danger-taken = 已记下由您跟进，请马上联系群众。
press-released = 已按正常件派出。
press-to-discipline = 已转纪检监察，其他人不再看到。
press-original-sent = 原文已发到您的私聊。
press-reported = 已答复群众。
press-note-sent = 已发给群众。
press-which-town = 请再点是哪个镇（街道）。
press-choose-unit = 请选承办单位。

## 为什么没有照办
refusal-closed = 这件事已经了结。
refusal-signed = 已由{ $cadre }在{ $time }签收，不用再签。
refusal-not-signed = 还没有签收，请先点“签收”。
refusal-answered = 已经答复过群众，正在等群众评价。
refusal-not-answered = 这件事还没有答复，答复后再评价。
refusal-dispatched = 这件事已经派给{ $unit }了。
refusal-not-dispatched = 这件事还没有派到单位。
refusal-photo = 这类事项要附现场照片。
refusal-sealed = 这件事由专人单独办理。
refusal-not-sealed = 这件事已经按正常件办理。
refusal-nothing = 已经是这样了。
refusal-nudged = 今天已经替您催过一次了。
refusal-round = 这是上一次的问题，请看最新的答复。
refusal-window = 评价的时间过了。又出问题，请再说一遍。
refusal-danger-taken = 已由{ $cadre }跟进。

## 群的绑定
bind-ask = 请单位负责人点一下，这个群给哪个单位用。
bind-ask-no-admin =
    请单位负责人点一下，这个群给哪个单位用。
    我还不是管理员，看不到大家对卡片的回复。请在群设置里把我设为管理员（不需要任何特殊权限）。
bound = 本群已绑定：{ $name }。以后派给这里的事会发成卡片。
press-bound-otherwise = 这个群已经绑定给{ $name }，一个群只能绑定一处。要改绑，请先把我移出这个群，再加回来。
bound-elsewhere = { $name }改用另一个群了，这里不再有新的卡片。可以把我移出这个群。

## 运维群（不含任何内容）
ops-quarantine = 有 1 条消息处理失败 5 次，已单独保存（更新号 { $update }）。排查后可运行：minqing requeue { $update }
ops-unaddressed = 有 { $count } 封信没有收件处：干部没有加入，或群没有绑定。请发邀请：minqing invite 干部编号
ops-nobody = 有一件事过了时间，上级里没有一个人加入，暂时没有人可以提醒。请发邀请：minqing invite 干部编号
ops-group-gone = { $name }的群里没有我了（被移出，或群解散了）。请把我加回去，再点一次绑定。
ops-group-gone-cards = { $name }的群里没有我了（被移出，或群解散了），在办的{ $count }件事先回到县里甄别群。请把我加回去，再点一次绑定，卡片会跟过去。
ops-timer = 有一个定时任务（{ $kind }）连续失败 5 次，还会再试。请运行：minqing doctor
ops-conflict = 另有一个程序用同一个令牌收消息。请停掉其中一个，否则消息会被分走。
ops-offline = 超过 { $minutes } 分钟没有连上 Telegram。请检查网络；消息在 Telegram 保存 24 小时。
ops-undelivered = 有 { $count } 封信没有送到（原因：{ $kind }）。可运行：minqing doctor
ops-stopped = 有 { $count } 封信被保密关口拦下，没有发出。请运行：minqing doctor
ops-reloaded =
    已换上新的配置。改动的文件：
    { $changes }
ops-reload-joined = 干部新增{ $count }人：{ $names }
ops-reload-left = 干部去掉{ $count }人：{ $names }。手上的事转给责任人、副手或单位负责人
ops-reload-restart = 数据库或密钥文件的位置有改动，重启后才生效
ops-reload-same = 配置文件没有改动，照旧。
ops-reload-faults =
    没有换上，仍用原来的配置。下面{ $count }处改好以后，再发 /reload：
    { $faults }

## 命令菜单
command-start = 开始
command-mycases = 我的事
command-new = 反映一件事
command-status = 按编号查询
command-nudge = 催一下
command-withdraw = 撤回一件事
command-privacy = 隐私说明
command-language = 中文 / English
command-help = 怎么用
