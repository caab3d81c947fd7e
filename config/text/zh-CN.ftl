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
    您发来的话和照片加密保存。能看的是承办单位的同志，和县里甄别、督办、值班的同志；每次查看都有记录。
    工作群里只写编号、事情类别、地点、日期和经办干部，不写您的姓名、电话。
    投诉、举报不写您的名字；别的事想匿名，发 /anonymous，护得住什么、护不住什么，那里写着。
    Telegram 的服务器在境外，经过它的内容它看得到；机器的管理员不看内容，但能接触机器。
    不便在这里说的，可以请村外的县里同志代您登记。
privacy-short = 您的姓名、电话不进工作群，原话只有承办单位和县里甄别、督办、值班的同志能看。Telegram 服务器在境外；不便在这里说的，可请村外的县里同志代为登记（详情发 /privacy）。
say-it = 请说，什么事、在哪里。打字、语音、照片都行。
language-switched = 好的，以后用中文。
flood-notice = 您发来的每一条都收到了，都会有人看，不用一条一条等回音。
flood-asking = 太快了，先不一一回答。请过一分钟再来。
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
status-registered-person = { $due }前给您回话。
status-registered = 这件事要请人看一看。{ $screen }前告诉您由谁负责，{ $due }前给您答复。
status-sealed = 这件事由专人单独看，不发到任何群里。{ $due }前给您答复。
status-dispatched = 由{ $unit }{ $cadre }负责，{ $due }前给您答复。
status-in-progress = { $unit }{ $cadre }正在办，{ $due }前给您答复。
status-late = 日期已经过了，还没有答复您，对不起。
status-awaiting = { $unit }{ $cadre }在等您补充，直接回复就行。{ $due }前给您答复。
status-answered = { $unit }{ $cadre }已答复，请您说一说解决没有。
status-answered-sealed = 已答复，请您说一说解决没有。
status-closed = 已办结。又出问题，请再说一遍，或点答复下面的“还没好”。
status-withdrawn = 已按您的意思撤回。
status-under-check = 办完了，单位正在核对，{ $due }前答复您。
status-reviewing = { $unit }{ $cadre }正在复查，{ $due }前书面答复您。
status-not-accepted = 这件事不在这里受理：{ $reason }。{ $door }。
status-merged = 已和同一件事并在一起办，进展照样告诉您。
status-concluded = 复核已经作出，这件事不再重复办理。有新的情况，请直接写来。
ask-place = 请问是哪个镇（街道）的事？点一下就行，不点也给您办。
joined = 已补充到编号 { $number }。
joined-despair = 您的话已经转给值班的同志（编号 { $number }），有人看。想说什么就接着说。撑不住的时候，请打110、120。
joined-danger = 已补充到编号 { $number }，值班的同志马上能看到。人不安全就先离开；要紧的，打119、110、120。
case-since = { $state }，从{ $since }起。
no-cases = 您还没有反映过事情。有事请直接说。
no-open-case = 您现在没有正在办的事。有事请直接说。
number-unknown = 没有查到编号 { $number }，请核对一下。
nudge-passed-on = 已替您催了。编号 { $number }，{ $due }前给您答复。
nudge-person = 编号 { $number }：您的话又转给值班的同志了，他们正在找您。您也可以就在这里打字，有人看。人不安全，请打110、120。
visit-passed-on = 已转告，请人上门看看。编号 { $number }。
call-passed-on = 已转告，请同志联系您。编号 { $number }。请把电话号码发过来，不会发到工作群里。
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
state-registered = 收到，正在定由谁办
state-accepted = 收到，正在定由谁办
state-dispatched = 有人办，还没接手
state-in_progress = 有人办
state-awaiting_resident = 有人办，等您补充
state-answered = 有答复
state-closed = 了结
state-withdrawn = 已撤回
state-under_check = 办完了，核对中
state-reviewing = 复查中
state-not_accepted = 不在这里受理
state-merged = 和同一件事一起办
state-concluded = 复核过了，不再重办
card-state-registered = 待甄别
card-state-dispatched = 待签收
card-state-in_progress = 办理中
card-state-awaiting_resident = 待群众补充
card-state-answered = 已答复，等群众评价
card-state-closed = 已办结
card-state-withdrawn = 群众已撤回
card-state-under_check = 已报结，待审核
card-state-reviewing = 上级复查中
card-state-not_accepted = 不予受理
card-state-merged = 已并案
card-state-concluded = 已终结
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
card-round = 第{ $round }次办理（退回重办）
card-nudges = 群众催过{ $nudges }次
card-media = 附图片、语音等{ $count }件，点“更多”“看原文”在私聊里看
card-unreachable = 群众现在收不到机器人的消息，请打电话或上门联系。
card-why = 因为{ $why }
card-stub = 【{ $number }】已转办。
card-moved = 【{ $number }】已移到{ $unit }的群里，请到那里办理。
card-moved-triage = 【{ $number }】已移到新的甄别群里，请到那里办理。
reason-and = ；
reason-word = “{ $word }”
reason-keyword = { $words }→{ $subject }
reason-place = “{ $word }”→{ $place }
reason-unit = “{ $word }”→{ $unit }
reason-lead-place = 属地→{ $unit }
reason-lead-subject = 主管→{ $unit }
reason-post = { $title }{ $cadre }
reason-post-acting = { $title }{ $cadre }（不在岗，由{ $acting }代）
screening-ask = 拿不准归谁办，请甄别：点类别直接派单，或点“选单位”。{ $screen }前定下来。
screening-unreadable = 没有文字可读（语音、图片、位置等），请点“看原文”后选单位。{ $screen }前定下来。
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
button-read-on = 接着看
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
button-bind-lane = 纪检监察密件群

## 群里和私聊里对干部说的话
group-new-words = 【{ $number }】{ $ping }，群众补充或改了内容，请点“看原文”。
group-nudged = 【{ $number }】{ $ping }，群众催办，请尽快回应。
group-visit = 【{ $number }】{ $ping }，群众请您上门看看。
group-call = 【{ $number }】{ $ping }，群众请您回个电话。
group-assigned = 【{ $number }】{ $ping }，这件事指派给您。
group-nobody = 用匿名管理员或频道的身份说话，认不出是哪一位，没有照办。请换回自己的账号再说，或者点卡片上的按钮。
group-unreachable = 【{ $number }】{ $ping }，群众现在收不到机器人的消息，请打电话或上门联系。事情照常办，能收到了会自动补发。
reader-unreachable = 编号 { $number }：群众现在收不到机器人的消息，请另想办法联系，注意保密。能收到了会自动补发。
reader-new = 有一件需要单独看的事项，编号 { $number }。请勿在群里谈论。
reader-new-danger = 紧急：有一件需要单独看、可能危及人身安全的事项，编号 { $number }。请马上看。
reader-withdrawn = 编号 { $number }：群众把这件事撤回了。请留意有没有人施压。
reader-reopened = 编号 { $number }：群众说没有解决，请再看。{ $due }前再答复。
oncall-danger = 紧急：编号 { $number }，{ $subject }，{ $place }，可能危及人身安全。安全提示已先发给群众，请马上联系。
head-reopened = 编号 { $number }：已退回重办，由{ $cadre }负责，{ $due }前再答复。
remind-due = 编号 { $number }（{ $subject }，{ $place }）：{ $due }前要答复群众，请留意。
late-sign = 编号 { $number }（{ $subject }，{ $place }）：{ $unit }过了签收时间，责任人{ $cadre }。已转入{ $level }，{ $todo }。{ $pressed }
late-screening = 编号 { $number }：过了甄别时间还没有定由谁办。已转入{ $level }，{ $todo }。{ $pressed }
late-answer = 编号 { $number }（{ $subject }，{ $place }）：过了答复日期{ $due }，{ $unit }{ $cadre }还没有答复群众。已转入{ $level }，{ $todo }。
late-sealed = 编号 { $number }：这件需要单独看的事项过了时间，请处理。
late-sealed-danger = 紧急：编号 { $number }，需要单独看、可能危及人身安全的事项，到现在还没有人回本人的话。请您现在就联系本人，注意保密。
late-person-sign = 紧急：编号 { $number }，{ $place }：{ $alarmed }{ $person }。{ $called }{ $unit }{ $cadre }还没有应声。请您现在就过问：给本人打电话，{ $persondo }；打不通，马上叫人上门去看。
late-person-screening = 紧急：编号 { $number }，{ $place }：{ $alarmed }{ $person }。{ $called }还没有定由哪个单位去看人。请您现在就过问：给本人打电话，{ $persondo }；打不通，马上叫人上门去看。
late-person-answer = 紧急：编号 { $number }，{ $place }：{ $alarmed }{ $person }，到现在还没有人回本人的话。{ $called }请您亲自问一问人怎么样：给本人打电话，{ $persondo }；打不通，马上叫人上门去看。
raised-person = 紧急：编号 { $number }，{ $place }：{ $alarmed }{ $person }，本人还在等，又来找了。{ $called }请您现在就过问：给本人打电话，{ $persondo }；打不通，马上叫人上门去看。
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
original-head-named =
    【{ $number }】群众原话（请勿转发）
    称呼（群众自己填的，未核实）：{ $name }
original-head = 【{ $number }】群众原话（请勿转发）：
original-more = 【{ $number }】群众原话（接上一条，请勿转发）：
original-not-shown = 【{ $number }】有一件内容显示不出来：Telegram 不让转抄，或者对方已经删了。需要的话，请点“要求补充”，请群众换个方式再发。
original-no-words = （没有文字，见下面的图片、语音等）
no-work = 您手上没有待办的事。
work-line = 【{ $number }】{ $subject }，{ $place }，{ $due }前答复
work-line-sign = 【{ $number }】{ $subject }，{ $place }，{ $sign }前签收，{ $due }前答复
joined-staff = { $cadre }同志，您好。您已作为{ $unit }的干部加入。派给您的事在单位群里会提醒您；点“我的活”看全部。
staff-replaced = { $cadre }同志的账号换成了另一个，这个账号不再收到工作上的事。如果不是本人换的，请马上告诉管理员。
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
    我还不是管理员，看不到大家对卡片的回复。请在群设置里把我设为管理员；勾上“置顶消息”就有看板，群里开了话题的再勾上“管理话题”。
bound = 本群已绑定：{ $name }。以后派给这里的事会发成卡片。
press-bound-otherwise = 这个群已经绑定给{ $name }，一个群只能绑定一处。要改绑，请先把我移出这个群，再加回来。
press-lane-mixed = 这个群里有不是纪检监察的同志，不能用作密件群。请另建一个只有纪检监察同志的群。
bound-elsewhere = { $name }改用另一个群了，这里不再有新的卡片。可以把我移出这个群。

## 运维群（不含任何内容）
ops-quarantine = 从{ $since }起，有 { $count } 条消息处理失败 5 次，已单独保存（最近一条的更新号 { $update }）。排查后可运行：minqing requeue { $update }（不写号码就是全部）
ops-group-gone = { $name }的群里没有我了（被移出，或群解散了）。请把我加回去，再点一次绑定。
ops-group-gone-cards = { $name }的群里没有我了（被移出，或群解散了），在办的{ $count }件事先回到县里甄别群。请把我加回去，再点一次绑定，卡片会跟过去。
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
ops-restored = 数据库已用备份恢复。备份之后收到、又已向 Telegram 确认的 { $count } 条更新找不回来了；Telegram 还留着的会自动补收。请留意群众是否有事没有登记上。
ops-unaddressed = 有 { $count } 封信没有收件处（{ $since }起）：干部没有加入，或群没有绑定。请发邀请：minqing invite 干部编号
ops-nobody = 从{ $since }起，有 { $count } 次事情过了时间，上级里没有一个人加入，暂时没有人可以提醒。请发邀请：minqing invite 干部编号
ops-timer = 从{ $since }起，有定时任务（{ $kind }）连续失败 5 次，还会再试。请运行：minqing doctor
ops-unsettled = 从{ $since }起，有的事没能按现在的名单和日历改过来；别的事和提醒照常。请运行：minqing doctor
ops-account-replaced = { $cadre }用新的邀请换了账号，原来的账号不再有效。如果不是本人换的，请马上发一个新邀请给本人。
ops-conflict = 从{ $since }起，另有一个程序用同一个令牌收消息。请停掉其中一个，否则消息会被分走。
ops-deaf = 从{ $since }起收不到 Telegram 的消息。请检查网络。消息在 Telegram 那边保存 24 小时，连上就会收到。
ops-offline = 从{ $since }到{ $until }没有连上 Telegram，现在好了，消息没有丢。这段时间里点的按钮可能没有反应，请大家再点一次；经常这样，请检查网络。
ops-gave-up = 从{ $since }起，有 { $count } 封信试了很多次还是没有送到：Telegram 一直出错，或者没有回应。信都留着。请看看网络，再运行：minqing doctor
ops-refused = 从{ $since }起，Telegram 不收 { $count } 封信：写法不合它的要求。这是程序的毛病，信都留着。请运行 minqing doctor，把结果交给维护的人。
ops-group-lost = 从{ $since }起，我在这些群里发不了消息：{ $groups }。可能是被移出群，或不准发言。请把我重新加进群、设为管理员；换了群的，请在新群里重新绑定。等着的信到时会自动发出。
ops-cadre-lost = 从{ $since }起，有干部停用了机器人，收不到消息（干部编号：{ $cadre }）。请提醒他们打开机器人，点“重新启动”。等着的信到时会自动补发。
ops-group-moved = 群“{ $group }”升级成了超级群，编号变了。已自动改到新编号，等着的信也转过去了。不用处理。
ops-stopped = 从{ $since }起，有 { $count } 封信被保密关口拦下，没有发出。请运行：minqing doctor
ops-disk-away = 有约 { $minutes } 分钟连不上数据库服务器，这段时间没有收新消息；现在已经恢复，没有丢失。请检查数据库服务器和网络。
ops-disk-busy = 数据库被别的程序占住了约 { $minutes } 分钟，这段时间没有收新消息；现在已经恢复，没有丢失。请查一查是哪个程序在用数据库文件。
ops-disk-full = 磁盘满了约 { $minutes } 分钟，这段时间没有收新消息；现在已经恢复，没有丢失。请再腾出一些空间。
ops-disk-readonly = 数据库有约 { $minutes } 分钟只能读、不能写，这段时间没有收新消息；现在已经恢复，没有丢失。请检查磁盘和文件的权限。

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

## 密件与回避
typed-look = 查
status-organisation = 这件事由上级党组织办理，不发到任何群里。{ $due }前给您答复。
lane-new = 密件台新件 1 件，请打开与机器人的私聊查看。
lane-pattern = 近 90 天里有{ $count }位群众分别反映{ $cadre }，请研究。反映人的情况不在此列。
asks-who = 这类问题这里不答复。您有自己的事要反映，请直接说。
recall-guide =
    关于罢免：村支委是党内职务，由党员大会或上级党组织按党内规定处理；村委会成员由五分之一以上选民或三分之一以上村民代表联名提出、说明理由，本人可以申辩，选民过半数参加投票、过半数同意才算数（村民委员会组织法第十九条）。
    这里不收集签名，也不投票。请向镇党委（支委）或镇政府、村选举委员会（村委会成员）提出。
lawful-ways = 您的事已经登记，会照办。也请您和大家走正常渠道，不要拦车堵路、围堵单位，那样容易出危险，也解决不了问题（信访工作条例第二十六条）。
apart-whom = 编号 { $number }：这件事反映的是哪一位？点了以后转纪检监察，群里的卡片马上收回。
button-apart = 反映干部，单独办
button-apart-unknown = 说不清是谁
button-recuse = 回避
button-recuse-them = 同意换人
press-recused = 已回避，由{ $cadre }接手。
recused-told = 编号 { $number }：{ $who }申请回避，现由{ $cadre }接手。要换人，请点卡片上的“指派”。
recuse-wished = 编号 { $number }：群众希望{ $who }不参加办理，没有说原因，也不必问。请您决定。
recuse-noted = 记下了：编号 { $number } 这件事，您不想让{ $who }参加。不用说原因。
button-let-go = 放行附带事项
button-outcome-true = 告知：属实
button-outcome-partly = 告知：部分属实
button-outcome-not = 告知：未发现
outcome-true = 反映的问题已核查属实，相关人员已按规定处理。
outcome-partly = 反映的问题部分属实，已按规定处理。
outcome-not = 经核查，没有发现反映的问题。您有新的情况，请随时再说。
button-attach = 附考评材料
prompt-attach = 【{ $number }】{ $ping }，请回复这条消息，写要附的民主评议等材料。只有看这件密件的同志看得到。
prompt-attached = 【{ $number }】已附上。
original-attached = （组织部门附）
above-ask = 这条反映的是县里主要领导，或县纪委监委负责人吗？您点了以后再往下办；在这之前，没有人看得到您写的话。
button-above-yes = 是
button-above-no = 不是
button-above-need = 登记这件事
above-not-kept =
    县里主要领导由市里管。您刚才的话没有保存，这里也没有编号。
    请向市纪委监委反映：电话 12388，或网上举报。
above-unanswered =
    您之前的一段话可能反映县里主要领导，您没有点“是”或“不是”，我们没有保存那段话。
    要反映县里主要领导，请打市纪委监委电话 12388；是别的事，请再说一遍。
above-need = 您还说到：{ $need } 这件事可以照常登记，要登记吗？
attempts-none = 近 30 天没有人试探密件。
attempts-head = 近 30 天，下列干部试过查看不该看的事项：
attempt-line = { $time } { $cadre }，编号 { $number }（{ $how }）
attempt-number = 输编号
attempt-press = 点旧按钮
attempt-reply = 回复旧卡片
status-held = 正在核实，{ $due }前给您答复。
told-exposed = 编号 { $number }：这件事的编号、类别和地点在{ $place }的工作群里出现过约{ $minutes }分钟，现已收回，改由专人单独办。您的姓名和原话没有进过群。
lane-exposed = 编号 { $number }：卡片在{ $place }的群里停留约{ $minutes }分钟，现已收回。需要回避而可能看到的人：{ $names }。请留意保护反映人。
supervisor-moved = 编号 { $number }：群里的人有变动，卡片已收回，改在经办人私聊里办。请勿在群里谈论。
press-let-go = 已放行，转{ $unit }{ $cadre }办理。
ops-card-stays = 从{ $since }起，有 { $count } 张卡片没能从群里收回：Telegram 既不让改也不让删。请让群主马上到群里手工删除“已转办”之前的那条，并告诉督查的同志。

## 两个人才能办的事，和反映之后的保护
two-ask-reveal = 编号 { $number }：可能有生命危险，{ $first }请求看反映人是谁。要两位同志同意，24 小时内有效。看了会告诉反映人。
two-ask-readmit = 编号 { $number }：{ $first }请求让{ $whom }不再回避这件事。要两位同志同意，24 小时内有效。
two-ask-close =
    编号 { $number }：{ $first }准备这样答复（附件 { $count } 件），要两位同志同意，24 小时内有效：
    { $words }
two-name-reveal = 看反映人是谁
two-name-readmit = 解除回避
two-name-close = 答复
two-asked = 已请其他有权的同志同意，24 小时内有效。有一位同意就办。
two-nobody = 这一步要两位同志同意，现在没有另一位可以同意。
two-press-done = 已办。
two-done = 编号 { $number }：{ $act }，已有两位同志同意，已办。
two-not-done = 编号 { $number }：{ $act }，没有办成。
two-over = 这个请求已经有结果了。
two-first-disagreed = 编号 { $number }：{ $act }，另一位同志不同意，没有办。请商量后再提。
two-why-disagreed = 已记下您不同意，这件事没有办。
two-why-same = 要另一位同志同意，自己不能同意自己。
two-why-gone = 提出的同志现在不能办这件事了，这次不算。需要的话请重新提出。
two-why-stale = 过了 24 小时，这次不算。需要的话请重新提出。
button-agree = 同意
button-disagree = 不同意
button-reveal = 看是谁反映的
button-readmit = 解除回避：{ $whom }
kept-out = 编号 { $number }：这些同志回避，看不到这件事。要解除，点名字，再由另一位同志同意。
kept-out-nobody = 编号 { $number }：没有人回避这件事。
readmitted = 编号 { $number }：{ $whom }不再回避这件事。
reveal-identity =
    编号 { $number }：反映人是（只给您看，请勿转发）
    名字（自己填的，未核实）：{ $name }
    Telegram 账号：{ $account }
    电话（自己写的）：{ $phones }
reveal-none = 没有
told-revealed = 编号 { $number }：为了尽快联系上您、保证您的安全，两位同志刚刚看了您的名字和账号。谁看的都有记录，只用来救人。
preview-two = 【{ $number }】等另一位同志同意后发给群众。
told-check-in = 您好，有一阵没联系了，最近还好吗？点一下就行。
told-near =
    请先离开，到人多或能锁门的地方。
    马上打 { $police }；有人受伤打 { $ambulance }。
status-protected = 谁都不许因为您反映问题找您麻烦。有人找您麻烦，点下面的按钮，或打 12388（纪检监察）；有危险马上打 { $police }。您说的都留着，办事的单位看不到。
button-trouble = 有人找我麻烦
button-pressure = 有人逼我打好评
button-fine = 没事
typed-trouble = 报复我
typed-trouble-somebody = 有人报复我
typed-trouble-they = 他们报复我
typed-trouble-revenge = 打击报复
typed-pressure = 逼我打好评
typed-fine = 还好
press-trouble = 记下了，由专人看，办事的单位看不到。想说是谁、怎么回事，直接发给我。有危险马上打 110。
press-pressure = 记下了，由专人看，办事的单位看不到。这次的评价先不算。
press-fine = 好的，有事随时说。
reader-protect = 编号 { $number }：反映人说有人找麻烦，或者逼着打好评。请尽快看，注意保护反映人，请勿在群里谈论。
reader-trouble-again = 编号 { $number }：反映人说又有人找麻烦。请尽快看。
reader-threatened = 编号 { $number }：话里提到威胁，请注意保护反映人。
original-trouble = 反映人点了“有人找我麻烦”，是因为编号 { $about } 这件事。
original-pressure = 反映人说有人逼着打好评，是编号 { $about } 这件事。看过以前，那次的评价不算。
original-about-unknown = （没有说是哪件）
read-line = 您的原文被看过：{ $list }。
read-times = { $role }{ $count }次
read-and = ，
read-by-unit = 承办单位
read-by-lane = 纪检监察
read-by-screener = 甄别员
read-by-on-call = 值班员
read-by-supervisor = 督查
read-by-other = 其他
ops-root =
    { $time } 的总账指纹，请留着不要删：
    { $root }
    核对请运行：minqing doctor

## 个人信息：看一份、删掉、同意
privacy-rights = 想看我们存了您的哪些内容，发 /mydata；想全部删掉，发 /forget。
privacy-version = 隐私说明第{ $version }版，{ $since }起。
consent-notice = 第{ $version }版隐私说明，{ $day }给您看过。
consent-health-given = 编号 { $number }：健康方面的话，您{ $day }同意经办的同志看。
consent-health-refused = 编号 { $number }：健康方面的话，您{ $day }说不同意给别人看，已遮住。
consent-health-open = 编号 { $number }：健康方面的话，{ $day }问过您，您还没有回答，先遮住。
ask-health =
    编号 { $number }：您说到了健康方面的情况。同意让办这件事的同志都看到吗？看得到，办起来方便些。
    不同意也照常办，这些话只给经办人看。
button-refuse = 不同意
mask-health = 〔健康信息〕
mydata-file = 文件.txt
mydata-caption = 这是我们存的、与您有关的全部内容。只发给了您。看完请自己收好。
mydata-again = 刚给过您一份，就在上面。{ $time }以后可以再要。
mydata-head =
    { $county }民情直通车存的、与您有关的内容
    { $when }
mydata-person =
    一、您
    名字：{ $name }
    Telegram 账号：{ $account }
    语言：{ $language }
    第一次来：{ $since }
mydata-cases = 二、您反映的事：{ $count }件
mydata-case =
    编号 { $number }　{ $state }
    登记：{ $registered }　答复期限：{ $due }
mydata-matter = 类别：{ $subject }　地点：{ $place }
mydata-who = 承办：{ $unit }{ $cadre }
mydata-said = 您说的：
mydata-line = 　{ $when }　{ $words }
mydata-line-edited = 　{ $when }（改过）　{ $words }
mydata-media = 〔附图片、语音等〕
mydata-asked = 　{ $when }　问您：{ $words }
mydata-told = 　{ $when }　告诉您：{ $words }
mydata-answered = 　{ $when }　答复您：{ $words }
mydata-judged = 　{ $when }　您评价：{ $words }
mydata-notes = 承办单位自己的工作备注：{ $count }条，不在这份里。
looked-none = 谁看过原文：还没有人打开过
mydata-consents = 三、给您看过的、问过您的
mydata-keep =
    四、存多久
    Telegram 发来的原样：办完后{ $raw }天
    发给您的话：送到后{ $letters }天
    事情里的话：了结后{ $words }天；由专人单独看的，{ $sealed }天
    名字和账号：事情里的话都删了，就一起删
    编号、日期、办到哪一步一直留着，不带姓名和原话
    想现在就删，发 /forget
forget-ask =
    要把您的内容都删掉吗？删了找不回来。
    要删的：您的名字和账号，{ $count }件事里您说的话和照片、干部给您的答复。
forget-ask-open = 还在办的{ $count }件就不办了。
forget-ask-held = 由专人单独看的{ $count }件，法律要求保存，先封存、谁也不再用，到期就删。
forget-ask-stays =
    留下的：编号、日期、办到哪一步，不带姓名和原话，办过的事要有据可查。
    您手机里的这段对话，要您自己删。
    确定要删，一小时内点下面的按钮；不点就不删。
button-forget = 全部删掉
forget-done = 好的，几分钟内全部删掉。这是最后一条消息。以后有事，随时再来，就当第一次来。
forget-done-held = 由专人单独看的事已经封存，谁也不再用，最迟{ $until }删掉（个人信息保护法第四十七条）。
card-erased = 【{ $number }】内容已按规定删除。
refusal-frozen = 群众要求删除个人信息，这件依法封存，只保存，不再查看和办理。
reader-frozen = 编号 { $number }：群众要求删除个人信息，这件依法封存，不再查看和办理。请留意有没有人施压。
reason-by-words = 原话→{ $what }
command-mydata = 看看存了我的什么
command-forget = 删掉我的内容

## 匿名、原话里不给看的东西
typed-anonymous = 匿名
typed-anonymous-not-me = 不要说是我
typed-anonymous-no-name = 别说是我
anonymous-words =
    匿名之前，请先看这几句。
    谁看得到：您的名字、账号，办事的人一概看不到。他们看得到您说的话，还有一个联系号，每件事换一个。
    存了什么：账号和您说的话都加密保存，账号只用来给您回信。办结后按规定的年限留着，到期删掉；想早些删，发 /forget。
    护不住的：您的口气和笔迹、声音、照片里的人和地方、您自己写出来的姓名地点。小地方，事情本身就可能让人猜到是您。
    Telegram 的服务器在境外，它知道是哪个账号发的；能进到服务器最里面的人，连同钥匙一起拿到，也查得出来。
    只有人命关天，才能由两个人一起决定查您是谁，查了会留记录，也会告诉您。
anonymous-on = 现在：以后的事都不写您的名字。
anonymous-off = 现在：除了投诉、举报，办事的人点看原文时看得到您自己填的名字。
button-name-hide = 不写我的名字
button-name-hide-case = 这件匿名：{ $number } { $subject }
button-name-show = 这件还是写名字
button-nameless-on = 以后的事都匿名
button-nameless-off = 以后的事可以写名字
status-nameless = 不写您的名字。
told-name-hidden = 编号 { $number }：已改成匿名，还没有人看过您的名字。
told-name-hidden-seen = 编号 { $number }：已改成匿名。改之前有{ $count }人可能看过您的名字：{ $who }。他们那里写着名字的那一条已收回；看过、记下的收不回来。
told-name-shown = 编号 { $number }：已改回来，办事的人看得到您自己填的名字。发 /anonymous 可以再改成匿名。
name-seen-by = { $unit }{ $title }{ $count }人
ask-showing =
    编号 { $number }：办理的同志想看您发来的文件、位置或电话号码。
    文件里可能带着姓名、拍的时间和地点。同意才给看，不同意照样办。
button-agree-showing = 同意给看
button-refuse-showing = 不给看
showing-agreed = 编号 { $number }：群众同意给看了，请点“看原文”。
showing-refused = 编号 { $number }：群众不同意给看，请按现有的内容办。
original-head-nameless =
    【{ $number }】群众原话（请勿转发）
    不写称呼，联系号 { $contact }
original-withheld = （另有{ $count }件没有显示：文件、位置、名片等。号码已遮住。需要看，请先问群众。）
original-masked = （号码已遮住。需要看，请先问群众。）
original-taken-back = 【{ $number }】群众改成匿名，写着称呼的这一条已收回。要看原话，请重新点“看原文”。
button-ask-showing = 请群众同意给看
press-showing-asked = 已经问群众了，同意了会告诉您。
sealed-line = 您有一条办理进展。请在旁边没有人的时候看，看完可以删掉。
command-anonymous = 匿名反映

## 协办、承诺与挂账

button-joint = 协办/承诺
button-ask-help = 请协办
button-promise = 承诺
button-shelve = 挂账
button-kept = 办到了：{ $what }
button-help-done = 办完
button-help-release = 不用{ $unit }协办
button-outcome = 结果：{ $what }
press-help-asked = 已请{ $unit }协办。
press-help-signed = 已签收协办。
press-help-released = 已告知对方不用协办。
prompt-promise =
    请回复这条消息：做什么、哪天前办到，一行一项。例如：
    3月4日前 上门核实
    有条件的，下一行以“若”“否则”开头，如：
    若认定：30日内 按政策补助
    否则：10个工作日内 书面说明依据
    按月办的写“每月18日前 …”。
prompt-kept = 请回复这条消息：怎么办到的。照片可以一起发。
prompt-help-done = 请回复这条消息：你们办了什么、结果怎样。
prompt-shelve = 请回复这条消息：眼下为什么办不完、哪天前办结、这段时间怎么安顿群众。要写明日期，如“9月30日前”。
preview-promise = 确认后发给群众，按期督办：
preview-kept =
    确认后发给群众：
    承诺“{ $promise }”已办到。{ $words }
preview-kept-outcome =
    承诺“{ $promise }”已办到：{ $words }
    请按结果选一项，另一项记为“不触发”：
preview-shelve =
    确认后告诉群众：改在{ $until }前办结，每月复核一次。
    { $words }
preview-help-done =
    确认后告诉主办单位：
    { $words }
preview-joint-sent = 【{ $number }】已记下。
no-date-missing = 没有看到日期。请写明哪天前，如“3月4日前”“10个工作日内”“每月18日前”，再回复一次。今天是{ $today }。
no-date-such = 没有“{ $written }”这一天，请核对日期再回复一次。今天是{ $today }。
no-date-vague = “{ $written }”不是日期，请写明几月几日，再回复一次。今天是{ $today }。
no-date-lunar = “{ $written }”是农历，请写公历几月几日，再回复一次。今天是{ $today }。
no-date-past = { $written }已经过了，请重写日期，再回复一次。今天是{ $today }。
no-date-far = 这个日期太远，请写一年半以内的日期，再回复一次。今天是{ $today }。
no-date-second = 一行只写一个日期，这一行还有“{ $written }”。两项分两行写，再回复一次。今天是{ $today }。
no-date-loose = “{ $written }”是条件：先写一行要办的事，条件写在下一行，一起再回复一次。今天是{ $today }。
when-on = { $date }前
when-wd = 结果出来后{ $count }个工作日内
when-days = 结果出来后{ $count }日内
when-monthly = 每月{ $day }日前
promise-line = { $what }（{ $when }）
promise-standing = { $unit }承诺：{ $what }，{ $standing }
promise-waiting = 待条件（要看前一项的结果）
promise-open = 未到期
promise-late = 已过期，正在督办
promise-going-on = 按月在办
promise-kept = 已办到
promise-not-triggered = 不触发（前一项的结果用不着这一项）
promise-dropped = 不再办
standing-safety-visit = 上门做安全检查
standing-consult = 先答复您问的
help-offered = 待签收
help-working = 办理中
help-done = 已办完
help-head = 【{ $number }】协办 { $help }
help-who = 主办：{ $unit } { $cadre }　协办：{ $helper } { $ping }，{ $helpdue }前
help-sign = 请在{ $helpsign }前签收。要做什么、哪天前办到，点“承诺”写明。
card-help = 协办：{ $helper } { $cadre }，{ $help }，{ $helpdue }前
told-promise = 编号 { $number }：{ $by }承诺：{ $promise }。负责人{ $owner }。
told-kept =
    编号 { $number }：{ $by }办到了：{ $promise }
    { $words }
told-shelved =
    编号 { $number }：这件事眼下办不完，{ $unit }改在{ $due }前办结，每月复核一次，原因和安排如下：
    { $words }
group-help-done =
    【{ $number }】{ $helper }的协办已办完：
    { $words }
group-help-released = 【{ $number }】不再需要协办，谢谢。
late-help = 【{ $number }】{ $helper }的协办到期未办（{ $helpdue }），请{ $ping }过问。主办{ $unit }。
late-promise = 【{ $number }】承诺到期未办到：{ $promise }。责任单位{ $by }，负责人{ $owner }，请{ $ping }过问。
remind-shelf = 【{ $number }】已挂账，本月请复核一次：进展如何，能不能提前办结。办结期限{ $due }。
refusal-promises-open = 尚有{ $count }项承诺未兑现，不能报结。
refusal-helpers-open = 还有{ $count }家协办没有办完，不能报结。
refusal-helping = { $unit }已经在办这件事。
refusal-not-helping = 这件事已不需要协办。
refusal-outcome = 请先选结果是哪一种。
refusal-waiting = 这项承诺还在等前一项的结果。
## 延期、异议、复查、复核、终结
# 认得出来的写法，中间用 | 隔开。
typed-not-ours = 不属于本单位|不属于我单位|不属于我们单位|不属于我局|不属于我镇|不属于本局|不属于本镇|不属本单位|不属我单位|不归我们管|不归我单位管|不归本单位管|不是我单位的职责|不是我单位职责|不是本单位职责|不是我们的职责|非我单位职责|非本单位职责|不在我单位职责范围|不在本单位职责范围
typed-review = 我要复查|要求复查|申请复查|我要复核|要求复核|申请复核
units-and = 、
review-first = 复查
review-second = 复核
review-above-county = 上一级机关
status-reviewing-second = { $unit }{ $cadre }正在复核，{ $due }前书面答复您。
status-choosing = 您两次说没有解决或不满意，由县里督查的{ $decider }定下一步，{ $ruling }前告诉您。{ $window }前也可以要求复查。
status-last-word = 已书面答复您。{ $window }前可以要求再往上复查、复核。
status-last-opinion = 复查、复核都已书面答复您。
told-extended =
    编号 { $number }：这件事{ $before }前办不完，答复日期改为{ $due }前，只延这一次。原因：
    { $words }
told-twice = 编号 { $number }：您又说没有解决或不满意。县里督查的{ $decider }来定：再办、换上一级办，还是给您解释清楚，{ $ruling }前告诉您。您也可以在{ $window }前要求复查，由{ $above }重新看：点“我要复查”，或者发“我要复查”四个字（信访工作条例第三十五条）。
told-explained =
    编号 { $number }：这件事书面答复您如下
    { $words }
    不同意的话，{ $window }前可以要求复查，由{ $above }重新看：点“我要复查”，或者发“我要复查”四个字（信访工作条例第三十五条）。
told-review-first = 编号 { $number }：您要求的复查已经受理，由{ $unit }{ $cadre }重新看，原来经办的人不参加。{ $due }前书面答复您。
told-review-second = 编号 { $number }：您要求的复核已经受理，由{ $unit }{ $cadre }重新看，原来经办、复查的人不参加。{ $due }前书面答复您。
told-opinion =
    编号 { $number }：{ $unit }{ $cadre }的复查意见
    { $words }
    不同意的话，{ $window }前可以要求复核，由{ $above }重新看：点“我要复核”，或者发“我要复核”四个字（信访工作条例第三十六条）。
told-opinion-last =
    编号 { $number }：{ $unit }{ $cadre }的复核意见
    { $words }
    复核是最后一级（信访工作条例第三十六条）。生活上的困难照样帮，有新情况随时说。
told-lapsed = 编号 { $number }：要求复查、复核的时间过了，这件事办结。有新情况随时再说。
told-concluded = 编号 { $number }：这件事经过复查、复核，已经终结，同样的事实和理由不再受理（信访工作条例第三十六条）。该有的救助和走访照常。想当面谈一谈，点下面；有新情况，直接发过来。
told-no-more = 您说的像是编号 { $number } 那件事。它经过复查、复核，已经终结，同样的事实和理由不再受理。有新情况、新证据，点“有新情况”，就按新的一件登记；生活有困难、想谈一谈，点“想谈一谈”，有人联系您。
extension-ask =
    编号 { $number }（{ $subject }，{ $place }）：{ $asker }请求延期，由{ $before }延到{ $until }。原因：
    { $words }
    同意后，原因和新日期会告诉群众。
group-extended = 【{ $number }】{ $ping }，延期已同意，{ $due }前答复群众。
group-not-extended = 【{ $number }】{ $ping }，延期没有同意，仍在{ $due }前答复群众。
dispute-ask =
    【{ $number }】{ $subject }，{ $place }
    { $unit }认为不属于本单位，依据：
    { $words }
    请在{ $ruling }前裁定。改派，或者驳回由{ $unit }办；只裁一次，群众的答复日期{ $due }不变。
dispute-ask-between =
    【{ $number }】{ $subject }，{ $place }
    { $units }都认为不属于本单位。{ $unit }的依据：
    { $words }
    请您在{ $ruling }前定由谁办；开过联席会议的，可以记下来。群众的答复日期{ $due }不变。
dispute-late =
    【{ $number }】{ $subject }，{ $place }：过了裁定时间，还没有人裁定。
    { $unit }认为不属于本单位，依据：
    { $words }
    请您裁定或者督促。群众的答复日期{ $due }不变。
dispute-done = 【{ $number }】异议已裁定，由{ $unit } { $cadre }办。
group-ruled = 【{ $number }】{ $ping }，异议已裁定：由{ $unit }办，不能再退。{ $due }前答复群众。
card-disputed = 已提异议，{ $ruling }前裁定
card-choosing = 两次没有办妥，等督查的{ $decider }定下一步
card-linked = 接编号 { $number }（已终结），群众说有新情况
card-formal = 信访期限60日：{ $plain }；遇假日顺延到{ $moved }，提醒按{ $plain }
card-formal-same = 信访期限60日：{ $plain }
alarm-formal = 信访期限60日到{ $plain }为止。
choose-ask = 编号 { $number }（{ $subject }，{ $place }）：群众第二次说没有解决或不满意。请您定：再办、提级，还是解释。{ $ruling }前定下来。群众已知道可以在{ $window }前要求复查。
choose-late = 编号 { $number }（{ $subject }，{ $place }）：群众第二次说没有解决或不满意，还没有人定下一步。请您定：再办、提级，还是解释。
conclude-ask = 编号 { $number }（{ $subject }，{ $place }）：复查、复核意见都已书面答复群众。可以终结；终结以后，救助和走访照常。
talk-ask = 编号 { $number }（{ $subject }，{ $place }）：这件事已终结，群众想谈一谈，或者生活有困难。请联系。
button-extend = 延期
button-grant = 同意延期
button-not-granted = 不同意
button-dispute = 异议
button-keep = 驳回，由原单位办
button-meeting = 记联席会议
button-do-again = 再办
button-raise = 提级
button-explain = 解释
button-opinion = 写意见
button-conclude = 终结
button-review-first = 我要复查
button-review-second = 我要复核
button-new-facts = 有新情况
button-talk = 想谈一谈
prompt-extend = 【{ $number }】{ $ping }，请回复这条消息，写延期的原因和新的日期，比如“10月20日”或“3个工作日”。同意后，原因会告诉群众。
prompt-dispute = 【{ $number }】{ $ping }，请回复这条消息，写明为什么不属于本单位、依据哪条规定、该归谁办。只能提一次，裁定后不能再退。
prompt-meeting = 【{ $number }】{ $ping }，请回复这条消息，写联席会议哪天开的、谁参加、怎么定的。
prompt-explain = 【{ $number }】{ $ping }，请回复这条消息，写给群众的解释：事实、依据、为什么。这段话会直接发给群众。
prompt-opinion = 【{ $number }】{ $ping }，请回复这条消息，写书面意见：群众的要求、查明的事实、意见、依据。这段话会直接发给群众。
prompt-extension-asked = 【{ $number }】已请{ $approver }定。没有同意之前，答复日期不变。
prompt-disputed = 【{ $number }】异议已提交，{ $ruling }前裁定。群众的答复日期不变。
prompt-meeting-kept = 【{ $number }】联席会议已记下。
preview-not-ours = 【{ $number }】还没有发出：“不属于本单位”不能当作答复。确实不归你单位，请点“更多”“异议”退单；能办的部分，请写办理结果。
press-extended = 已同意延到{ $due }，会告诉群众。
press-not-extended = 没有同意，答复日期不变。
press-kept = 已驳回，由{ $unit }办。
press-do-again = 已退回再办，由{ $cadre }负责。
press-raised = 已提级，由{ $unit }{ $cadre }负责。
press-concluded = 已终结，会告诉群众。
press-new-facts = 好的，按新的一件登记。
press-talk = 已转告，会有人联系您。
refusal-extended = 已经延过一次，不能再延。
refusal-extension-waits = 已经请{ $cadre }定了，请等一等。
refusal-date-passed = 答复日期已经过了，不能再延。请先把情况告诉群众。
refusal-too-long = 太久了，最晚可以延到{ $latest }。
refusal-not-later = 新的日期要在原来的答复日期之后。
refusal-no-date = 没有看出新的日期。请只写一个日期，比如“10月20日”，或者“3个工作日”。
refusal-in-danger = 可能危及人身安全的事，不能延期。
refusal-nobody-decides = 上级里没有人可以定，请联系县民情办。
refusal-decided = 这一步已经定过了，或者不用定了。
refusal-dispute-waits = 异议已经提过，正在等裁定。
refusal-ruled-back = 已经裁定由你单位办，不能再退。
refusal-dispute-over = 提异议的时间到{ $until }为止，已经过了。
refusal-answered-before = 你单位已经答复过一次，不能再说不归你单位。
refusal-not-ours = “不属于本单位”不能当作答复。请用“异议”退单，或者写办理结果。
refusal-review-over = 要求复查、复核的时间到{ $until }为止，已经过了。有新情况，请直接再说。
refusal-no-further = 复核是最后一级，没有再上一级了。有新情况，请直接再说。
refusal-nobody-above = 县里没有可以重新看这件事的人了，请到上一级机关提出。
refusal-opinion-missing = 还没有{ $stage }意见，不能终结。

## 督办、包案、抽查、每天的清单
level-supervised = 督办
level-listed = 挂牌督办
level-interviewed = 约谈
level-meeting = 提请会议
todo-supervised = 请督促
todo-listed = 请定下办完的日期，盯到办完
todo-interviewed = 请约谈承办单位的负责人
todo-meeting = 请提请会议研究
cause-unsigned = 过了签收时间
cause-unscreened = 没有按时定由谁办
cause-overdue = 过了答复日期
cause-redone = 两次没有办好
cause-ruling_refused = 裁定以后仍不接办
cause-nudged = 催了{ $nudges }次还没有办好
cause-and = 、
raised-redone = 编号 { $number }（{ $subject }，{ $place }）：{ $unit }两次没有办好。已转入{ $level }，{ $todo }。
raised-ruling = 编号 { $number }（{ $subject }，{ $place }）：裁定以后{ $unit }仍不接办。已转入{ $level }，{ $todo }。
raised-nudged = 编号 { $number }（{ $subject }，{ $place }）：群众催了{ $nudges }次，责任人{ $cadre }。已转入{ $level }，{ $todo }。
supervisor-opened = 编号 { $number }（{ $subject }，{ $place }）：{ $causes }，已自动转入督办。办好了请附情况和照片解除；没有办好，会逐级上报。
supervisor-opened-person = 编号 { $number }，{ $place }：{ $alarmed }{ $person }。{ $called }请问一问有没有人见到本人、人怎么样。
card-supervised = { $level }中（{ $causes }）
card-person = 请马上给本人打电话，打不通就上门去看
card-leader = 包案领导：{ $leader }
card-spot-check = 抽查不实，退回重办
status-level-supervised = 县里正在督办这件事，因为{ $causes }。
status-level-listed = 县里定了{ $due }前办完，盯着办到底，因为{ $causes }。
status-level-listed-late = 县里盯着这件事办到底（原定{ $due }前），因为{ $causes }。
status-level-interviewed = 县里要约谈承办单位的负责人，因为{ $causes }。
status-level-meeting = 县里要开会研究这件事，因为{ $causes }。
status-nudges = 您催过{ $nudges }次，都转给承办的同志了。
status-leader = 由{ $leader }负责督办。
told-leader = 编号 { $number }：由{ $leader }负责督办。
leader-named = 编号 { $number }（{ $subject }，{ $place }）：由您包案督办。承办单位{ $unit }，经办{ $cadre }，{ $due }前答复群众。
leader-reminder = 编号 { $number }（{ $subject }，{ $place }）：您包案的这件事还没有办完，承办单位{ $unit }，经办{ $cadre }，{ $due }前答复群众。
leader-gone = 编号 { $number }：包案领导不再管这件事了，请另请一位。
leader-whom = 编号 { $number }：请哪位领导包案？
leader-nobody = 编号 { $number }：现在没有领导可以包案。请先请他们加入。
press-led = 已由{ $leader }包案，也告诉了群众。
button-lift = 解除督办
button-lead = 我包案
button-name-leader = 请领导包案
button-as-reported = 属实
button-not-as-reported = 不实
prompt-lift = 【{ $number }】{ $ping }，请回复这条消息，写明办到哪一步、怎么核实的，并附照片或文件。
prompt-lift-missing = 【{ $number }】还没有解除：要有文字，也要有照片或文件，光点一下不算。请再回复一次。
prompt-lifted = 【{ $number }】已解除督办。
refusal-not-supervised = 这件事现在没有督办。
refusal-evidence = 解除督办要附照片或文件。
spot-check =
    抽查。编号 { $number }（{ $subject }，{ $place }），{ $unit }当时这样答复群众：
    { $words }
    请到现场或找群众核实，不要事先告诉承办单位。核实以后点一下。
spot-drawn = 已按规定抽查。抽中的已私下交给检查的同志，抽中谁由当天的总账指纹决定。
spot-caption = 本次抽查的记录，请勿转发。
spot-record =
    本次抽查
    种子（当天的总账指纹和日期）：{ $seed }
    比例：{ $share }，至少一件
    一件事的签号，是“种子、空格、编号”的 SHA-256；签号小的抽中。
    参加抽签的：
    { $pot }
    抽中的：
    { $drawn }
press-as-reported = 已记下：属实。
press-not-as-reported = 已记下：不实。已退回重办，{ $due }前再答复群众。
told-reopened-spot = 编号 { $number }：县里抽查，觉得还没有办好，重新办理，由{ $unit }{ $cadre }负责，{ $due }前再给您答复。
head-reopened-spot = 编号 { $number }：抽查发现与答复不符，已退回重办，由{ $cadre }负责，{ $due }前再答复。
list-head = 今天的事（办理请点各自的卡片）
list-overdue = 过了日期{ $count }件：
list-today = 今天到期{ $count }件：
list-unsigned = 等签收{ $count }件：
list-item = 【{ $number }】{ $cadre }，{ $due }前答复
list-item-unit = 【{ $number }】{ $unit }{ $cadre }，{ $due }前答复
list-more = 还有一些没有列出，请看卡片。
decide-head = 今天要您拍板的{ $count }件
decide-item = 【{ $number }】{ $unit }{ $cadre }，{ $due }前答复；{ $causes }。{ $todo }。
watch-sheet = 编号 { $number }（{ $subject }，{ $place }）：{ $unit }{ $cadre }，{ $due }前答复群众，现在{ $state }。{ $causes }。

## 数字：三率、剔除
typed-stats = 统计
help-numbers = 看响应率、解决率、满意率，发“统计”；也可以发“统计 上月”“统计 今年”。
help-leave-out = 评价里不该算的件，发“剔除”和编号。
typed-leave-out = 剔除
stats-comma = ，
stats-hidden = —
stats-part = { $name }{ $count }
stats-this-month = 本月
stats-last-month = 上月
stats-this-year = 今年
stats-earlier = 今年更早
stats-towns = 乡镇
stats-unit = { $unit }，截至{ $day }：在办{ $open }件，其中超期{ $late }件。
stats-county = { $county }，截至{ $day }
stats-given = { $period }：派来{ $given }件，已答复{ $answered }件，群众催办{ $nudges }次。
stats-rates = 群众评过{ $valid }件：响应率{ $responded }%，解决率{ $solved }%，满意率{ $satisfied }%，综合{ $overall }。
stats-rates-few = 群众评过的不满{ $few }件，先不列，免得看出是谁评的。
stats-kept = 剔除{ $count }件后评过{ $valid }件：响应率{ $responded }%，解决率{ $solved }%，满意率{ $satisfied }%，综合{ $overall }。
stats-kept-few = 剔除{ $count }件后不满{ $few }件，先不列。
stats-thin = 样本不足，满{ $sample }件才排名。
stats-unrated = 另有未评价，占{ $share }%，不算进上面的数。
stats-again = 第二轮仍说没解决的{ $count }件。
stats-ranked = { $place }. { $name }：综合{ $overall }（响应{ $responded }，解决{ $solved }，满意{ $satisfied }，评过{ $valid }件）
stats-ranked-all = 不剔除：综合{ $overall }（响应{ $responded }，解决{ $solved }，满意{ $satisfied }，评过{ $valid }件；剔除{ $count }件）
stats-thin-names = 样本不足（不满{ $sample }件，不排名）：{ $names }
stats-climb = { $name }：群众催办{ $nudges }次。
stats-hint = 看别的，发“统计 上月”“统计 今年”“统计 乡镇”。评价每满{ $few }件更新一次。
stats-sealed =
    密件总数（上月以来和今年登记的）：{ $total }
    不满{ $few }件的不列，写作“—”；为免倒推，有时多隐去一项。
stats-sealed-lanes = 按由谁看：{ $parts }
stats-sealed-units = 按涉及单位：{ $parts }
stats-sealed-months = 按登记时间：{ $parts }
stats-sealed-no-unit = 没指明或涉及几个单位
stats-sealed-rest = 其余单位
stats-lane-screeners = 甄别员
stats-lane-discipline = 纪检监察
stats-lane-organisation = 组织部门
stats-lane-city = 市里
leave-out-how = 请写上编号，例如：剔除 3517-0426
leave-out-which = 【{ $number }】申请评价里不算这件事，依据是哪一条？点了以后请附上说明或照片，由外单位的同志决定。事情照常办，并会告诉群众。
leave-out-counted = 【{ $number }】这件事现在算在{ $unit }的评价里。
leave-out-already = 【{ $number }】这件事已不算在{ $unit }的评价里，依据：{ $ground }。
leave-out-waiting = 【{ $number }】已经申请过，正等外单位的同志决定。
leave-out-done = 【{ $number }】已同意不算在{ $unit }的评价里，依据：{ $ground }。事情照常办，已告诉群众。
button-count-again = 恢复计入
press-counted-again = 已恢复计入，并告诉群众。
prompt-leave-out = 【{ $number }】{ $ping }，请回复这条消息，写明情况，可附照片。只给决定的同志看。
two-name-leave_out = 评价里不算这件事
two-ask-leave-out =
    编号 { $number }：{ $first }申请，{ $unit }的评价里不算这件事，依据：{ $ground }（附件 { $count } 件）。请您决定，24 小时内有效。同意了会告诉群众。
    { $words }
ground-malicious = 恶意反复
ground-statutory = 应走诉讼、仲裁、复议
ground-nothing_new = 同一件事，没有新情况
ground-outside_duty = 不属于政府职责
ground-unlawful = 违反法律或公序良俗
ground-enforcement = 调解、执法类
told-left-out = 编号 { $number }：{ $unit }提出，考核它的时候不算您这件事，理由写的是“{ $ground }”，外单位的同志看过材料，同意了。您的事照常办，照样可以催、可以评价。不同意这个理由，请回复这条消息。
told-counted-again = 编号 { $number }：考核{ $unit }的时候，重新算上您这件事。

## 建议的答复：采纳、部分采纳、不采纳
decided-adopted = 采纳
decided-adopted-partly = 部分采纳
decided-not-adopted = 不采纳
typed-reasons = 因为 由于 原因是 理由 考虑到 鉴于 没钱 没列 没编 资金 人手 缺 不够 不足 不符 不具备 达不到 受限 限制 超出 已列 已有 规定 政策 预算 规划 安全 危险
preview-adoption-missing = 这是一条建议，先点一下：采纳、部分采纳，还是不采纳。点了才能发。
preview-reason-missing = 没采纳的要告诉群众为什么。请再回复一句，写明原因，例如：因为今年没有这笔预算，明年3月再定。
told-adopted = 您的建议采纳了。
told-adopted-partly = 您的建议采纳了一部分。哪些没有采纳、为什么，上面写了。
told-not-adopted = 您的建议这次没有采纳，为什么，上面写了。
ask-answered-well = 这样答复，您看行吗？行，点“已解决”；不行，点“未解决”，再给您办。
stats-adoption = { $name }：答复建议 { $answered } 件（满 { $few } 件一步），采纳 { $adopted }%，部分采纳 { $partly }%

## 座谈会：愿意来的群众，抽签请
command-forum = 开座谈会，抽签请群众
typed-forum = 座谈
forum-cancel = 取消
forum-line-matter = 事
forum-line-place = 地方
forum-line-when = 时间
forum-line-venue = 会场
forum-line-count = 人数
forum-form =
    要开座谈会，把下面几行改好发给我（“事”和“地方”可以只写一样）：
    座谈
    事：市政照明
    地方：观山镇
    时间：8月20日 9:00
    会场：观山镇政府二楼会议室
    人数：12
    只在说过“有座谈会可以叫我”的群众里抽，近三个月反映过这件事的才在里面。要取消，发“座谈 取消 1”，1 是那场的序号。
forum-no-matter = “事”没看懂。写上分类的名字，例如：市政照明。
forum-no-place = “地方”没看懂。写镇或村的名字。
forum-no-time = “时间”没看懂。写哪一天、几点，例如：8月20日 9:00；下午三点写 15:00。
forum-not-then = 座谈会要定在三天以后、九十天以内，群众好安排。
forum-no-venue = 还没写“会场”。
forum-no-count = “人数”要写 1 到 200 的数。
forum-again = 这个地方的这件事，{ $day }开过一场（第 { $id } 场）。{ $days }天以内不再抽，免得总麻烦同一些人，也免得看出多了谁、少了谁。
forum-too-few = 反映过这件事、又愿意来座谈的，还不满 { $few } 位，抽不成。没有发给任何人。
forum-opened =
    第 { $id } 场座谈会：{ $about }，{ $when }，{ $venue }，请 { $wanted } 位。
    签筒已经封好，谁也改不了，指纹：{ $print }
    { $draw }用当天的总账指纹抽签，抽中的由我私下去请。请了谁不告诉任何人，只告诉您来多少。
    要取消，发“座谈 取消 { $id }”。
forum-listed-waiting = 第 { $id } 场：{ $about }，{ $when }，{ $venue }。{ $draw }抽签。
forum-listed-few = 第 { $id } 场：{ $about }，{ $when }，{ $venue }。请了 { $asked } 位，说来的还不满 { $few } 位。
forum-listed = 第 { $id } 场：{ $about }，{ $when }，{ $venue }。请了 { $asked } 位，说来的 { $coming } 位以上（满 { $few } 位一步）。
forum-listed-cancelled = 第 { $id } 场：{ $about }，{ $when }。取消了。
forum-none = 没有这一场座谈会，或者已经取消了。
forum-called-off = 第 { $id } 场座谈会（{ $about }，{ $when }）取消了。请过的群众，我已告诉他们不用来。
forum-drawn = 第 { $id } 场座谈会抽好签了，抽中的已经私下去请。这是记录，里面没有名字。来的人会给门口的同志看消息里的签号，请别问姓名。
forum-record =
    第 { $id } 场座谈会抽签记录：{ $about }，{ $when }，{ $venue }，请 { $wanted } 位
    { $opened }封的签筒，指纹（下面签号一行一个的 SHA-256）：{ $print }
    种子（抽签那天的总账指纹和日期）：{ $seed }
    一个签号的次序，是“种子、空格、签号”的 SHA-256；小的抽中。自己再算一遍：minqing draw --count { $wanted } --seed “种子” 签号文件
    签筒里的：
    { $pot }
    抽中的：
    { $drawn }
forum-invite =
    请您来座谈：{ $about }
    时间：{ $when }
    会场：{ $venue }
    您说过有座谈会可以叫您，这回抽签抽中了您，签号 { $label }。到了给门口的同志看这条消息就行，不用报名字。来不来都随您，不影响您的事。请了谁，不告诉别人，也不告诉办事的单位。
    麻烦您在{ $reply }前点一下。
forum-comes =
    您说了来。座谈会：{ $about }
    时间：{ $when }
    会场：{ $venue }
    到时候来不了，点下面就行。
forum-stays = 您说了不来，没关系。座谈会是{ $when }，改了主意点下面。
forum-off = { $when }的座谈会（{ $about }）取消了，您不用来了。给您添麻烦了。
button-forum-come = 来
button-forum-stay = 不来
button-forum-agree = 有座谈会可以叫我
typed-forum-in = 可以叫我座谈
typed-forum-out = 别叫我座谈
press-forum-agreed = 记下了。以后有这类事的座谈会，抽到您了先私下问您。不想了，发“别叫我座谈”。
forum-agreed = 记下了。以后有您反映过的这类事的座谈会，可能抽到您；抽到了先私下问您来不来。不想了，发“别叫我座谈”。
forum-not-agreed = 记下了，以后座谈会不叫您。想来了，发“可以叫我座谈”。
press-forum-over = 这场座谈会过了，或者取消了。
mydata-forum-drawn = 第 { $id } 场座谈会抽中了您，签号 { $label }。
mydata-forum-in-pot = 第 { $id } 场座谈会的签筒里有您，签号 { $label }，没有抽中或还没抽。
consent-forum-open = 座谈会：您没说过可以叫您，就不叫。想来，发“可以叫我座谈”。
consent-forum-given = 座谈会：您{ $day }说过可以叫您。不想了，发“别叫我座谈”。
consent-forum-taken-back = 座谈会：您{ $day }说不要叫您。想来，发“可以叫我座谈”。

## 答复：结论、一次性告知、审核、回访
decided-supported = 支持
decided-partly = 部分支持
decided-explained = 解释说明
decided-not-supported = 不支持
typed-procedure = 材料 手续 复印件 申请表 证明
button-add-guide = 加一次性告知
button-no-procedure = 不用办手续，直接发
button-guide = 一次性告知
button-refuse-one = 书面不支持一项
button-pass = 通过
button-return = 退回
button-guide-again = 再看要带什么
button-call-solved = 打通：已解决
button-call-unsolved = 打通：未解决
button-call-tried = 没打通
button-call-no-contact = 联系不上
button-call-no-grade = 没有说
button-still-fine = 还好着
button-broke = 又坏了
prompt-guide =
    【{ $number }】{ $ping }，请回复这条消息，一行写一项，照这个样子：
    依据：青禾县医保局〔2025〕3号
    材料：住院发票原件，就诊的医院，1份
    材料：身份证复印件，本人，2份
    时限：15个工作日
    地点：县政务服务中心二楼医保窗口
    电话：0000-8810119
    材料写三样：名称，谁开的，几份。发出前请您核对。
prompt-refuse = 【{ $number }】{ $ping }，请回复这条消息，写哪一项不支持、为什么、依据哪部法律、规定或文件（加书名号或写文号）。别的照办，事情不了结。发出前请您核对。
prompt-return = 【{ $number }】{ $ping }，请回复这条消息，写为什么退回、要补什么。只有经办人看得到。
prompt-returned = 【{ $number }】已退回经办人。
preview-of-guide = 【{ $number }】将这样一次性告知群众：
preview-of-refusal =
    【{ $number }】将这样书面答复群众，别的照办：
    { $words }
preview-outcome = 结论：{ $outcome }
preview-guide =
    一次性告知：
    { $list }
preview-guide-form =
    一次性告知还没有内容。请回复一条，一行写一项，照这个样子：
    依据：青禾县医保局〔2025〕3号
    材料：住院发票原件，就诊的医院，1份
    时限：15个工作日
    地点：县政务服务中心二楼医保窗口
    电话：0000-8810119
preview-guide-missing = 一次性告知还缺：{ $missing }。请再回复一条补上。
preview-procedure = 要群众办手续的，请点“加一次性告知”，把材料、时限、地点、电话一次说全。
preview-basis-missing = 不支持的要有依据。请再回复一句，写出法律、规定或文件的名称（加书名号）或文号，例如：依据《最低生活保障审核确认办法》第五条。
preview-no-such-day = 没有“{ $written }”这一天，请改过来再发。
preview-no-sum = “{ $written }”不是能用的数，请改过来再发。
preview-vague-day = “{ $written }”说不准是哪一天，最好写明几月几日。
preview-sum = “{ $written }”读作{ $yuan }元，请核对。
preview-check = 【{ $number }】已交{ $checker }审核，通过后发给群众。
guide-basis = 依据
guide-material = 材料
guide-limit = 时限
guide-place = 地点
guide-phone = 电话
guide-bring = 要带的材料：
guide-line = { $label }：{ $value }
guide-item = { $no }. { $name }（{ $issuer }出具），{ $copies }份
guide-unread-line = 没看懂：{ $line }（一行写一项，先写“依据、材料、时限、地点、电话”之一，再写冒号）
guide-unread-empty = 没有内容：{ $line }
guide-unread-material = 没看懂：{ $line }（材料写三样：名称，谁开的，几份）
guide-unread-copies = 没看懂几份：{ $line }（写1份、2份这样的数）
guide-unread-phone = 电话没有号码：{ $line }
told-guide =
    编号 { $number }：{ $unit }一次性告知您，办这件事请照下面准备
    { $list }
told-outcome = 结论：{ $outcome }
told-refused =
    编号 { $number }：{ $unit }书面答复您，这一项不支持
    { $words }
    别的照办，事情没有了结。
told-ways = 您不同意的，{ $until }前可以向上一级申请复查，有新的情况也请再说。
told-broke = 编号 { $number }：您说又坏了，重新办理，由{ $unit }{ $cadre }负责，{ $due }前给您答复。请回复一句是哪里、怎么坏的，照片也行。
status-denied = { $day }书面答复：{ $outcome }。{ $words }
ask-again = 编号 { $number }（{ $subject }，{ $place }）：已经过了一段时间，现在还好着吗？点一下就行，不点也没关系。
card-check = 等{ $checker }审核，通过后发给群众
check-ask =
    【{ $number }】{ $subject }：{ $by }写好了答复，请{ $checker }审核。通过了才发给群众，{ $due }前要答复。
    { $words }
check-late =
    【{ $number }】{ $subject }：{ $by }的答复还没有审核，{ $checker }过了时间。请督促，您也可以审核。{ $due }前要答复群众。
    { $words }
check-no-procedure = 经办人说不用办手续，没有一次性告知。
check-returned =
    【{ $number }】答复退回，请改了重新报结：
    { $words }
check-not-own = 自己写的答复不能自己审核。
press-check-asked = 已交{ $checker }审核，通过后发给群众。
press-check-passed = 已通过，发给群众了。
press-not-ready = 还不能发，缺什么写在上面。
press-call-noted = 记下了。
calls-none = 现在没有要回访的。
call-line = 【{ $number }】{ $subject }，{ $place }：{ $unit }{ $answered }答复，群众还没有评价。
call-tried = 打过{ $calls }次，分在{ $days }天，没有打通。
call-heard = 电话里说：{ $solved }。（不算群众本人的评价）
call-no-contact = 已记：联系不上。
call-ask-grade = 群众对办理满意吗？
call-too-few = 打满{ $least }次、分在{ $leastdays }天还没有打通，才能记联系不上。现在打过{ $calls }次、{ $days }天。
read-by-callback = 回访员

## 谁在群里：离开、来人

left-unit-group = { $cadre }同志已不在{ $unit }的工作群里，{ $unit }的件暂时点不了。请回群后继续；已调离的，请管理员改名单，手上的件请改派。
press-left-group = 您已不在这个单位的工作群里，这一步暂时点不了。回到群里就恢复；有疑问请找单位负责人。
stranger-came =
    { $group }的工作群里来了一位名单上没有的人，自称{ $name }。
    这个群的卡片已改为只显示编号、单位和日期。是本单位的人，请点下面；不是的，请移出群。
stranger-unnamed = （没有名字）
stranger-watch = { $group }的工作群里来了一位名单上没有的人。已请负责人核实，核实前卡片只显示编号、单位和日期。
button-belongs = 是我们的人
press-belongs = 已确认。{ $group }群里的卡片恢复显示。
press-stranger-settled = 已经处理过了，不用再点。
ops-stranger = 从{ $since }起，有 { $count } 次名单上没有的人进了工作群（最近：{ $group }）。卡片已缩减，已请负责人核实。漏登的干部请补进名单并发邀请。
card-minimal =
    责任人：{ $unit } { $ping }，{ $due }前答复群众
    群里有待核实的人，内容先不显示，请点“看原文”。
screening-minimal =
    待甄别，{ $screen }前定下来
    群里有待核实的人，内容先不显示，请点“看原文”后选单位。

## 并案、关联、拆分、不予受理
typed-merge = 并案
typed-relate = 关联
button-linked = 并案/拆分
button-merge = 并案
button-relate = 关联
button-other-door = 别处也反映过
button-split = 拆分
button-decline = 不予受理
button-merge-confirm = 确认并案
button-relate-confirm = 确认关联
button-relate-aloud = 确认关联，告诉双方
button-merge-undo = 不再并 { $number }
button-read-of = 看原文 { $number }
button-unrelate = 取消关联 { $number }
button-split-as = 拆出：{ $what }
button-split-share = 拆出{ $unit }的协办
button-object = 我不同意
button-take-up = 受理
button-uphold = 维持不予受理
prompt-merge = 【{ $number }】{ $ping }，要把这件并到哪一件里去？请回复这条消息，写那一件的编号。
prompt-relate = 【{ $number }】{ $ping }，和哪一件有关？请回复这条消息，写那一件的编号。
prompt-other-door = 【{ $number }】{ $ping }，群众还在哪里反映过？请回复这条消息，写是哪里、那边的单号，例如：12345热线 20260302017。
prompt-other-door-kept = 【{ $number }】已记下，不另派单，也告诉了群众。可以这样回那边：这件事正在办理，由{ $unit }{ $cadre }负责，{ $due }前答复群众（信访工作条例第十九条）。
prompt-decline = 【{ $number }】{ $ping }，请回复这条消息，写两三句：为什么不在这里受理，请群众带什么、去找谁。发出前请您核对。
prompt-number-missing = 【{ $number }】没有看到编号。请再回复一次，写八位编号，例如 3517-0426。
preview-merge = 把【{ $number }】并到【{ $other }】一起办。【{ $number }】的群众保留自己的编号，进展照样收到，办完自己评价。
preview-relate = 【{ $number }】和【{ $other }】互相标明“关联”，编号只有干部看得到，办理都不变。两边的群众要不要知道有人反映同样的事，请您定。
preview-decline =
    【{ $number }】将这样告诉群众：
    不在这里受理：{ $reason }。{ $door }。
    { $words }
preview-decline-not-ours = 不归本单位管，不能作为不予受理的理由，请点“改派”。请再回复一次，写清为什么要走别的渠道。
join-how = 请写编号，例如：并案 3517-0426 2048-1163（把前一件并到后一件）；关联 3517-0426 2048-1163；只写一个编号，是看这件能怎么并、怎么拆。
join-sheet = 【{ $number }】{ $subject }，{ $place }：{ $unit }{ $cadre }，{ $state }，{ $due }前答复群众。
press-merged = 已把{ $number }并到{ $other }，也告诉了群众。
press-unmerged = { $number }已改为单独办，也告诉了群众。
press-related = 已把{ $number }和{ $other }标为关联。
press-unrelated = 已取消关联。
press-split = 已拆出编号 { $number }，也告诉了群众。
press-declined = 已告诉群众：不予受理的原因和去处。
press-objected = 记下了，请督查的{ $judge }来看，定了就告诉您。
press-taken-up = 已转甄别，也告诉了群众。
press-upheld = 已告诉群众。
card-merged = 并进来的：{ $numbers }
card-related = 关联：{ $numbers }
card-other-door = 群众在别处也反映过：{ $words }
card-worst = 各件里最低的评价：{ $grade }
group-new-words-merged = 【{ $number }】{ $ping }，并进来的 { $other } 的群众补充了内容，请点“看原文”。
told-merged = 编号 { $number }：您说的这件事，也有别的群众反映，合在一起办。您这个编号照样用，进展和答复照样发给您，办完请您自己评价。
told-related = 编号 { $number }：也有别的群众反映同样的事，办的同志会一起看。您这件照常单独办、单独答复，{ $due }前给您答复。
told-unmerged = 编号 { $number }：这件事改为单独办，答复日期还是{ $due }前。
told-reopened-together = 编号 { $number }：一起反映这件事的群众说还没有办好，重新办理，由{ $unit }{ $cadre }负责，{ $due }前再给您答复。
told-twice-together = 编号 { $number }：一起反映这件事的群众又说没有办好。县里督查的{ $decider }来定：再办、换上一级办，还是解释清楚，{ $ruling }前告诉您。您也可以在{ $window }前要求复查，由{ $above }重新看：点“我要复查”（信访工作条例第三十五条）。
told-review-together = 编号 { $number }：一起反映这件事的群众要求往上再看，由{ $unit }{ $cadre }重新看，{ $due }前书面答复您。
ask-still-closed = 编号 { $number }：您补充的话已转给{ $unit }。这件事已经办结；还没有办好的，请点“未解决”，重新办理。
told-split = 编号 { $number }：您说的不止一件事，“{ $subject }”单独立了这个编号，由{ $unit }{ $cadre }负责，{ $due }前给您答复。
told-split-open = 编号 { $number }：您说的不止一件事，“{ $subject }”单独立了这个编号，{ $due }前给您答复。由谁负责，定了就告诉您。
told-other-door = 编号 { $number }：您在别处（{ $words }）说的是同一件事，合在这里一起办，由{ $unit }{ $cadre }负责，{ $due }前给您答复，不用再跑。
told-not-accepted =
    编号 { $number }：这件事不在这里受理：{ $reason }。{ $door }。
    { $words }
    您不同意，点下面的“我不同意”，由督查的同志来看。
told-taken-up = 编号 { $number }：督查的同志看过，这件事受理了。答复日期不变，还是{ $due }前。
told-upheld = 编号 { $number }：督查的{ $judge }看过，还是不在这里受理：{ $reason }。{ $door }。有新的情况，请直接写来。
objection-ask = 编号 { $number }（{ $subject }，{ $place }）：不予受理（{ $reason }），群众不同意。请您定：受理，还是维持。
objection-late = 编号 { $number }（{ $subject }，{ $place }）：不予受理（{ $reason }），群众不同意，还没有人定。请您定：受理，还是维持。
status-parts = 您说的几件事，分开办：
status-parts-open = { $unit }{ $cadre }已答复，您的评价记下了。等下面几件都办完，一起办结。
status-worst = 都办完了。几件里您最低的评价是：{ $grade }。
decline-ground-litigation = 应走诉讼
decline-ground-arbitration = 应走仲裁
decline-ground-reconsideration = 应走行政复议
decline-ground-elsewhere = 事情不在本县
decline-reason-litigation = 法律规定要由法院来断，或者法院已经在审
decline-reason-arbitration = 法律规定要先仲裁，或者已经在仲裁
decline-reason-reconsideration = 法律规定走行政复议，或者已经在复议
decline-reason-elsewhere = 事情不在本县，要由当地来办
decline-door-court = 法院
decline-door-labour = 劳动仲裁
decline-door-land = 土地承包仲裁
decline-door-reconsideration = 行政复议
decline-door-there = 当地12345
decline-door-legal_aid = 法律援助
decline-way-court = 请找县人民法院诉讼服务中心，电话12368
decline-way-labour = 请找县劳动人事争议仲裁院，电话12333
decline-way-land = 请找县农村土地承包仲裁委员会，在农业农村部门
decline-way-reconsideration = 请找县司法局行政复议窗口，电话12348
decline-way-there = 请打事情发生地的12345，打之前先拨当地区号
decline-way-legal_aid = 请找县法律援助中心，电话12348，没有钱打官司的可以申请帮助
refusal-together = 这两件已经在一起了。
refusal-merge-owed = 这件还有承诺没办到，或者还有单位在协办，不能这样办。可以把另一件并进来。
refusal-merge-supervised = 这件正在督办，不能这样办。可以把另一件并进来。
refusal-merge-danger = 可能危及人身安全的事，单独办。
refusal-one-of-several = 这件是拆开的几件之一，或者还带着别的件，不能这样办。
refusal-merge-disputed = 归谁办还没有裁定，请先裁定。
refusal-one-matter = 没有能单独拆出来的事。
refusal-objected = 您已经说过不同意，正请督查的同志来看。

## 替别人反映、代办、联名
typed-behalf-who = 老乡|本人|反映人|代
typed-code = 领取码|邀请码|码
behalf-ask =
    请把老乡的话写成一条消息发来，照片可以一起发。
    开头另起一行写“老乡：姓名，村，电话”，知道多少写多少，不写也行。几个人一起的，一人写一行，最多{ $visitors }人。
behalf-too-many = 一次最多替{ $visitors }人登记。人再多，请大家推{ $visitors }位代表，其余的人可以用自己的手机联名。请重新写一条发来。
behalf-no-words = 还没有写事情。请把老乡的话写成一条消息发来。
behalf-slip =
    编号 { $number }，请把领取码抄给本人：
    { $codes }
    本人或家里人用自己的手机打开 t.me/{ $bot }，把码发过去。以后的消息直接发给他，解决没有、满意不满意由他说。
    { $until }前有效，只能用一次。除了本人，码不要给别人。
behalf-slips =
    编号 { $number }，一人一个领取码，请分别抄给本人：
    { $codes }
    各人用自己的手机打开 t.me/{ $bot }，把码发过去。各收各的消息，各评各的。
    { $until }前有效，一个码只能用一次。除了本人，码不要给别人。
behalf-line = 编号 { $number }：您代录的，已由本人接手。{ $state }。
behalf-line-gone = 编号 { $number }：您代录的，已由本人接手，以后的消息直接发给本人。
behalf-line-sealed = 编号 { $number }：您代录的，由专人单独看，内容只给本人看。{ $state }。
behalf-sealed-news = 编号 { $number }：有新消息，只给本人看。请本人用领取码接手。
behalf-not-yours-to-say = 解决没有、满意不满意，要由本人说。请本人用领取码接手。
button-slip = 给本人一个领取码
status-for-neighbour = 这是您替别人反映的。本人有手机，可以点“请人帮忙”里的“给本人一个领取码”，让他自己也收到消息。
original-recorded = （代录，本人还没有接手：问话要等本人接手才看得到）
original-recorded-claimed = （代录，本人已接手）
original-for-neighbour = （替别人反映）
original-whom = 本人：{ $who }
claimed = 这件事转到您名下了。以后的消息直接发给您，解决没有、满意不满意由您说。
claimed-of-neighbour = 这是别人替您反映的，现在转到您名下了。消息你们两位都收得到，评价以您说的为准。
told-handed-over = 编号 { $number }：本人已经接手，以后的消息直接发给本人。谢谢您代录。
told-neighbour-claimed = 编号 { $number }：本人已经接手。消息您还收得到，评价以本人说的为准。
refusal-not-their-word = 这要由本人说。
button-people = 请人帮忙
people-menu =
    编号 { $number }：可以请人帮忙。
    请人代办：您信得过的人替您催、补充、回话、评价，您随时可以收回，以您自己说的为准。
    请人联名：同样有这件事的人跟您一起反映，各收各的消息，各评各的。
button-agent = 请人代办
button-joint-sender = 请人联名
button-end-agent = 结束代办：{ $name }
people-full = 代办的最多两位，没有用过的邀请也不能再多了。
invite-agent =
    请把下面两行转给您信得过的人，{ $until }前有效，只能用一次：
    请您代办一件事，点开就行：{ $link }
    或者打开后发这个码：{ $code }
    不要发到群里：谁先点开，就是谁。
invite-joint =
    请把下面两行转给要联名的人，一人一个，{ $until }前有效，只能用一次：
    请您联名反映一件事，点开就行：{ $link }
    或者打开后发这个码：{ $code }
    不要发到群里：谁先点开，就是谁。还有别人，请再点一次“请人联名”。
accept-agent = 有人请您代办一件事：替他催、补充、回话、评价。接受以后您和他都收到消息，他随时可以收回，您也随时可以不办。
accept-joint = 有人请您联名反映一件事。接受以后您收自己的消息，评自己的，随时可以退出。
button-accept = 接受
joined-as-agent = 您现在是代办人。
joined-as-sender = 您已联名。
told-agent-joined = 编号 { $number }：{ $name }接受了邀请，从现在起替您代办。不是您请的人，或者不要了，点一下就收回。
told-joint-joined = 编号 { $number }：{ $name }已联名。不是您请的人，点一下就请他退出。
button-end-agent-now = 结束代办
button-not-invited = 不是我请的人
button-agent-leave = 不再代办
people-not-ended = 他已经是这件事的反映人之一，不能请他退出了。
people-left-line = 编号 { $number }：这件事您已退出。
told-agent-ended = 编号 { $number }：代办结束了，这件事的消息不再发给您。
told-agent-left = 编号 { $number }：代办结束了。
told-left = 编号 { $number }：您已退出，消息不再发给您。事情照常办。
people-unnamed = （没有写名字）
people-not-passed-on = 这件事已经不在您这里，这句话没有转过去。有自己的事，请直接说。
told-reopened-joint = 编号 { $number }：有反映人说没有解决或不满意，重新办理，由{ $unit }{ $cadre }负责，{ $due }前再给您答复。
told-reopened-sealed-joint = 编号 { $number }：这件事重新办理，{ $due }前再给您答复。
told-twice-joint = 编号 { $number }：反映人又说没有解决或不满意。县里督查的{ $decider }来定：再办、换上一级办，还是解释清楚，{ $ruling }前告诉您。反映人也可以在{ $window }前要求复查，由{ $above }重新看（信访工作条例第三十五条）。
refusal-people-beside = 这件有代录、代办或联名的人，单独办。
attempt-code = 发码

## 见面：见领导、接访
told-face-asked = 编号 { $number }：您想见领导，已经转给安排接访的同志。{ $meetdue }前告诉您时间，或者说明原因。
told-face-explained =
    编号 { $number }：您想见领导，答复您
    { $words }
told-face-lost = 编号 { $number }：约好的接访有变，对不住。{ $meetdue }前另外告诉您时间，或者说明原因。
told-face-not-held = 编号 { $number }：这次没有见成，对不住。{ $meetdue }前另外告诉您时间。
told-face-missed = 编号 { $number }：接访那天没有等到您。还想见，再说一声就行。
told-face-tomorrow = 编号 { $number }：明天接访，{ $meeting }。去不了，请先退掉。
told-face-sealed = 这件事改由专人单独看，见面的事也由他们联系您。
status-face-asked = 您想见领导：{ $meetdue }前告诉您时间，或者说明原因。
status-face-offered = 您想见领导：请在发给您的时间里点一个。
status-face-booked = 约好接访：{ $meeting }。
face-session = { $start }到{ $end }，{ $venue }，{ $leader }
face-choose = 编号 { $number }：下面是领导接访的时间，点一个就约上了。去不了，可以退。
face-booked =
    编号 { $number }：约好了，{ $meeting }。
    到了报编号就行。
button-face-take = { $start } { $leader }
button-face-give-back = 去不了，退掉
button-face-sessions = 给接访时间
button-face-explain = 说明原因
button-face-held = 见了
button-face-not-held = 没见成
button-face-missed = 群众没来
face-asked = 编号 { $number }（{ $subject }，{ $place }）：群众想当面见领导，理由见原文。请在{ $meetdue }前给接访时间，或者说明原因。
face-asked-again = 编号 { $number }（{ $subject }，{ $place }）：群众还等着见领导，原来的时间用不上了。请在{ $meetdue }前另给接访时间，或者说明原因。
face-seat-taken = 编号 { $number }（{ $subject }，{ $place }）：群众约了接访，{ $meeting }。
face-seat-free = 编号 { $number }：群众退了约好的接访。
face-leader-tomorrow = 编号 { $number }（{ $subject }，{ $place }）：明天接访，{ $meeting }。
face-result = 编号 { $number }：接访时间过了（{ $meeting }）。请在{ $meetdue }前记下结果。
group-face = 【{ $number }】{ $ping }，群众要求见领导。请先把事情办到位，主动联系群众。
raised-face = 编号 { $number }（{ $subject }，{ $place }）：群众想见领导，过了{ $meetdue }还没有下文。已转入{ $level }，{ $todo }。
late-face = 编号 { $number }：群众想见领导，过了{ $meetdue }还没有下文，请处理。
cause-unreceived = 群众想见领导没有按时答复
prompt-face-explain = 【{ $number }】{ $ping }，请回复这条消息，写明为什么现在不安排见面、这件事怎么办。这段话会直接发给群众。
press-face-offered = 已把时间发给群众，由群众选。
press-face-no-sessions = 近期没有空的接访时间，请点“说明原因”。
press-face-booked = 约好了。
press-face-full = 这个时间刚约满，请另选一个。
press-face-none-left = 眼下没有空的时间了，另外安排，会告诉您。
press-face-given-back = 退掉了。还想见，另点一个时间。
ask-face-meant =
    编号 { $number }：您发来的没有文字，同志看了、听了，理解是
    { $words }
    是这个意思吗？
button-face-put-down = 代写内容
button-face-meant = 对
button-face-not-meant = 不对，我再说
prompt-face-put-down = 【{ $number }】{ $ping }，请回复这条消息，用一两句话写下您听到、看到的意思。会先发给群众看，群众说“对”才算数。
prompt-face-asked-back = 【{ $number }】已请群众看是不是这个意思。群众说“对”以前，先不算数。
press-face-not-meant = 好的，请再说一遍，打字、语音都行。
face-not-meant = 编号 { $number }：群众说不是这个意思，请等群众再说。
card-face-heard = 待确认：代写的内容，群众还没有说对不对
screening-face-heard = 待确认：代写的内容已发给群众，等群众说对不对。急的话，点“看原文”后选单位。{ $screen }前定下来。
face-known =
    编号 { $number }：“{ $words }”，{ $day }{ $unit }这样答复过别人
    { $answer }
    您这件照样有人办。够了，就点“有用，够了”。
button-face-enough = 有用，够了
button-face-go-on = 还要人办
press-face-enough = 好的，这件就不再办了。有事随时说。
press-face-go-on = 好的，照样有人办，到时答复您。
entry-proposed =
    知识条目，请您看看（{ $subject }，{ $unit }）。以后有人问到“{ $asked }”，就先这样告诉他：
    { $answer }
    姓名、电话、证件号已遮住，请再看一遍有没有别人的事。点“可以用”才用，用到{ $until }。
entry-review =
    知识条目快到期了（{ $subject }，{ $unit }），{ $until }以后就不用了：
    { $answer }
    还对吗？
entry-kept =
    知识条目在用（{ $subject }，{ $unit }），用到{ $until }：
    { $answer }
entry-dropped = 知识条目不用了（{ $subject }，{ $unit }）。
button-entry-keep = 可以用
button-entry-drop = 不用
button-entry-mend = 改一改
prompt-entry-mend = { $ping }，请回复这条消息，把答复重写一遍，不要写人名、电话。一次性告知的清单照旧。
prompt-entry-mended = 改好了，请再看一遍，点“可以用”。
wish-due = { $due }前办到，过了会有人督促。
standing-visit = 上门看看
standing-call = 给您回电话
stats-face = { $name }：没办好就要见领导的{ $count }次（还在办{ $open }，超期{ $late }，答复后{ $answered }）。

## 话题与看板
topic-name = { $cardstate } { $number } { $subject } { $town }
topic-name-short = { $cardstate } { $number }
topic-stub = { $number } 已转办
board-head = { $unit }看板
board-counts = 在办{ $open }件，今天到期{ $today }件，超期{ $late }件
board-item = 【{ $number }】{ $cardstate }，{ $due }前答复
board-more = 还有{ $count }件，见卡片
board-moved = { $unit }的看板已移到另一个群。

## 全县一周
weekly-head = { $county }一周（{ $from }至{ $until }）：新收{ $new }件，办结{ $closed }件；现在办{ $open }件，其中超期{ $late }件，督办{ $supervised }件
weekly-unit = { $unit }：新收{ $new }，办结{ $closed }，在办{ $open }，超期{ $late }，督办{ $supervised }
weekly-rates = ；响应{ $responded }，解决{ $solved }，满意{ $satisfied }
weekly-no-rates = ；评价还少
weekly-hint = 三率（%）是{ $period }剔除以后的，群众评过的不满{ $few }件不列。密件和有人要回避的不在里面。

## 命令菜单与各岗位的用法
command-work = 我手头的活
command-stats = 三率和件数
command-calls = 要打的回访电话
command-spotcheck = 现在抽查
command-attempts = 谁试过看密件
command-reload = 换上新的配置
help-role-handler = 办理：在卡片上点“签收”，办完点“报结”；直接回复卡片，或者在事项话题里说话，是内部备注。手头的活发 /work。
help-role-head = 负责人：可以“指派”别人，审延期、审答复；要您拍板的，每天早上有一份清单。
help-role-screener = 甄别：在甄别群的卡片上选类别或单位；涉及具体人的，私聊里给您看。
help-role-supervisor = 督查：升级的事私聊告诉您，每周一有一份全县周报；抽查发 /spotcheck，开座谈会发 /forum。
help-role-callback = 回访：要打的电话发 /calls。
help-role-reader = 密件：只在私聊里看，在私聊里答；谁来试过，发 /attempts。
help-role-on-call = 值班：危及人身安全的事马上私聊提醒您，请点“我来跟进”。
help-role-operator = 运维：改了配置发 /reload；事情的内容您看不到。
group-help =
    点卡片上的按钮就行：先“签收”，办完点“报结”，其他的在“更多”里。
    回复卡片，或者在事项话题里说话，是内部备注，群众看不到；备注下面点“发给群众”才会发出去。
    置顶的看板上是在办、今天到期和超期的件数。看数字发 /stats。

## 建县：minqing init
init-made = 已写好 { $dir }：{ $county }，{ $towns } 个镇街，{ $villages } 个村社，{ $units } 个单位，{ $people } 人，{ $posts } 个岗位。
init-made-screeners = 甄别（拿不准的由他们分派；举报、控告也先由他们看）：{ $people }
init-made-readers = 密件阅办（甄别后转来的举报、控告由他们办）：{ $people }
init-made-on-call = 值班（有人命危险时叫他们）：{ $people }
init-made-operators = 运维（邀请干部、绑定群）：{ $people }
init-assumed = 表里没有写的，按下面办。不对就改表，再运行一次：
init-missing = 还缺：
init-missing-phones = 没有电话，邀请链接要您自己转交：{ $people }
init-came = 新来：{ $people }
init-left = 不在表里了：{ $people }。他们的编号不会给别人用；原来的文件在 before/ 里。
init-next =
    下一步：  minqing --config { $dir } check
    试一试：  minqing --config { $dir } sandbox
    学起步的话：  minqing --config { $dir } train --from { $dir }/starter.jsonl
    改了表：  minqing --config { $dir } init { $sheet } --update
init-sample =
    已写好 { $file }。用 Excel 或 WPS 打开，一人一行，把例子换成本县的人，存盘。
    下一步：  minqing --config 新文件夹 init { $file }
init-invited = { $all } 人中还有 { $waiting } 人没有加入。下面一人一条链接，只能用一次，三天内有效；请私下发给本人，不要发到群里。

init-note-carried = 第 { $rows } 行有空格子（合并的单元格），照上一行算。
init-note-ignored = 用不到的列：{ $columns }
init-note-no-role-column = 没有“角色”一列：每个人都算经办。
init-note-no-place-column = 没有“地方”一列：没有写谁包哪个村。
init-note-no-phone-column = 没有“电话”一列：邀请链接要您自己转交。
init-note-vacant = 第 { $row } 行，{ $unit }：还没有定人，这一行先不算。
init-note-nameless = 表里没有县名，先写作“{ $name }”。请改 minqing.toml 里 [county] 的 name；id 也可以改，但只能在第一次运行之前。
init-note-office = “{ $office }”算作{ $town }。
init-note-namesakes = 第 { $rows } 行都叫{ $person }，单位不同，算作两个人。
init-note-twin-village = 不止一个{ $village }：这一个叫{ $full }，群众写上镇名才认得出。
init-note-desk = 没有单位叫“县民情办”：由{ $unit }甄别、督办。
init-note-open-seat = 没有写谁看密件：给纪委监委留了一个空位“{ $seat }”。有人坐上之前，举报、控告由{ $screeners }看，转交纪检的会一直密存，不进任何群。
init-note-readers = 没有写“纪检”角色：{ $unit }的{ $people }看密件。
init-note-no-head = { $unit }没有写负责人：由{ $person }负责。
init-note-two-heads = { $unit }写了几个负责人：算{ $person }；{ $others }算经办。
init-note-no-screener = 没有写甄别员：由{ $people }甄别。
init-note-watched-screener = { $person }在{ $unit }，又是甄别员：举报、控告先由甄别员看，也会看到说{ $unit }的。最好换县里不管事的人。
init-note-no-on-call = 没有写谁值班：由{ $people }值班。
init-note-no-operator = 没有写运维：由{ $people }担任。
init-note-chain = { $count } 个单位的负责人没有写上级：逾期了报{ $person }。
init-note-subject = 照意思认的事项：{ $guesses }
init-note-lead = 照表里写的，{ $subjects }由{ $unit }主办。
init-note-orphans = 表里没有这些单位：{ $units }。它们的 { $count } 类事项由甄别员逐件定。
init-note-whole = 没有写谁管全面的单位，由负责人管：{ $all }
init-note-village = 没有写谁负责{ $villages }：由{ $person }负责。
init-note-shared = { $what }写了不止一个人：{ $first }负责，{ $second }是副手。
init-note-deputies = 没有写副手的，同事互相代：{ $all }
init-note-alone = 只有一个人，没有副手：{ $all }
init-note-gas = 没有燃气公司的抢险电话：先告诉群众打 { $number }。请改 minqing.toml 里 [phones] 的 gas。
init-note-moved = { $person }换到了{ $unit }：编号 { $id } 和账号不变。如果是另一个人，先把原来那位从表里删掉，更新一次，再加这一位。

init-fault-there = { $dir } 里已经有一个县，没有动它；要用改过的表更新，运行：minqing --config { $dir } init { $sheet } --update；要新建，换一个文件夹
init-fault-nothing-there = { $dir } 里还没有县，谈不上更新；去掉 --update
init-fault-old = { $dir }/{ $file } 读不懂；先运行：minqing --config { $dir } check，照它说的改好
init-fault-read = 打不开（{ $error }）；看看文件名和位置对不对
init-fault-huge = 文件太大，不像人员表；只留人员表，另存一份
init-fault-workbook = 表格文件打不开，可能加了密码或没有存完；取消密码，另存为 .xlsx 或 CSV
init-fault-encoding = 文字编码认不出；在 Excel 里另存为“CSV UTF-8”或 .xlsx
init-fault-header = 找不到表头；要有一行写着：单位、姓名、角色、地方、事项、电话（至少有单位和姓名）
init-fault-empty = 表头下面没有人；一人一行
init-fault-column-twice = “{ $column }”这一列写了两次；留一列
init-fault-quote = 引号只有一半，后面的行都连在了一起；补上或删掉引号
init-fault-no-unit = { $person }没有单位；写上单位
init-fault-no-person = { $unit }这一行没有姓名；写上姓名，还没有定人就写“待定”
init-fault-name = 姓名里有数字，或者太长；可能错了列
init-fault-two-names = 一格里有几个人；一人一行
init-fault-two-units-cell = 一格里有几个单位；一个人只属于一个单位
init-fault-role = 没有“{ $word }”这个角色；可以写：{ $known }
init-fault-phone = 电话不像号码；只写数字，5 到 20 位
init-fault-phone-cut = 电话被表格软件改成了科学记数（E+）；把这一列设为“文本”，重新填
init-fault-two-phones = { $person }的电话和第 { $row } 行不同；同一个人只写一个号码，两个人就在姓名后加（大）（小）
init-fault-two-units = { $person }和第 { $row } 行是同一个电话、不同单位；一个人只属于一个单位，删掉其中一行
init-fault-leader = “{ $leader }”不经办，不能写地方和事项；去掉地方和事项，或者改成经办
init-fault-foreign-place = { $place }不归{ $unit }；写本镇的村，或者把这个人写到那个镇
init-fault-no-place = 没有哪个镇的行写过{ $place }；写成“某某镇{ $place }”
init-fault-which-place = 不止一个镇有{ $place }；写成“某某镇{ $place }”
init-fault-village-cadre = 村社干部{ $person }要写一个村、只写一个；几个村的写“经办”
init-fault-subject = 没有“{ $word }”这类事项；相近的有：{ $near }
init-fault-sealed-subject = “{ $subject }”是密件，只由纪委监委看；去掉这一项
init-fault-two-leads = “{ $subject }”写了两个主办单位：{ $one }、{ $two }；留一个
init-fault-no-desk = 没有县里的人，机器拿不准的事没有人定；加一行，例如：县民情办，姓名，甄别员
init-fault-reader-outside = { $person }不在纪检单位，不能看密件；单位写“{ $lane }”，或者换一个角色
init-fault-second-one = “{ $unit }”和“{ $other }”成了同一个单位，全县只能有一个；是同一个就写成一样，不是就写它所属的单位
init-fault-no-superior = { $person }的上级{ $superior }不在表里；改姓名，或者给他加一行
init-fault-which-superior = { $person }的上级{ $superior }不止一个人；把上级写成同单位的人，或者空着
init-fault-lane-chain = { $person }和上级{ $superior }一个在纪检一个不在；密件不能顺着上下级走，空着上级
init-fault-chain = 从{ $person }往上找上级，又回到了{ $person }；最上面的人不写上级
init-fault-made = 照这张表写出来的文件通不过检查，什么都没有写；照下面的话改表：
init-fault-write = { $dir } 写不进去（{ $error }）；看看磁盘和权限
init-fault-sample = { $file } 写不进去（{ $error }）；换一个文件名
init-fault-sample-name = 样表是 CSV，{ $file } 不是；例如：minqing init --sample 人员.csv

# ---------------------------------------------------------------- 热点, 每月一题, 苗头
typed-hot = 热点
command-hot = 最近群众说得多的事
help-hot = 看最近群众说得多的事，发“热点”。
hot-head = { $of }：最近{ $days }天说得多的事（每天早上算一次，五人一档，不满五人的不列）
hot-none = 还没有一件事有五位群众说到。
hot-item = · { $matter }：{ $senders }说过，{ $places }，前后约{ $weeks }周。近{ $recentdays }天{ $recent }，再往前{ $days }天{ $earlier }
hot-villages = { $count }个村（社区）以上
hot-villages-few = 不到五个村（社区）
hot-at-least = { $count }人以上
hot-few = 不到5人
hot-by-word = { $subject }（{ $word }）
hot-comma = 、
hot-month = 每月一题：{ $matter }，{ $unit }{ $owner }牵头，{ $due }前拿出办法。
hot-draft =
    每月一题（草稿）：{ $matter }
    最近{ $days }天说到这件事的：{ $senders }，{ $places }个以上的村（社区）。{ $towns }
    建议牵头：{ $unit }，{ $owner }
    要做的：
    { $tasks }
    { $due }前拿出办法，答复群众。
    立不立，请您定。
hot-towns = 说得多的镇街：{ $towns }。
hot-task-1 = 到说得多的村看一看，问清楚缺什么
hot-task-2 = 拿出办法，定人定时间
hot-task-3 = 逐件答复说过这件事的群众
hot-confirmed = 每月一题：{ $matter }。{ $by }已确认，{ $unit }{ $owner }牵头，{ $due }前拿出办法。
hot-dropped = 每月一题（草稿）：{ $matter }。{ $by }定的：这次不立。
hot-done = 每月一题：{ $matter }。{ $unit }说已经办完，{ $day }。
hot-task =
    每月一题：{ $matter }
    请{ $ping }牵头，{ $due }前拿出办法，答复群众。
    要做的：
    { $tasks }
    办完了请点一下。
hot-due =
    每月一题“{ $matter }”今天到期，请{ $ping }看一下。
    { $tasks }
    办完了请点一下。
hot-open = 这份草稿三个工作日了，还没有定，再给您看一次。
hot-late = 每月一题“{ $matter }”过了{ $due }，{ $unit }{ $owner }还没有说办完。
hot-season =
    去年{ $season }起，不少群众说到“{ $matter }”。离今年这个时候还有{ $days }天，请早点安排，不等群众来说：
    { $tasks }
hot-alarm = 苗头：{ $place }{ $days }天内有{ $count }位以上群众说到“{ $matter }”。请{ $ping }在{ $by }前派人去看，派了点一下。
hot-alarm-nobody = 苗头：{ $place }{ $days }天内有{ $count }位以上群众说到“{ $matter }”。请在{ $by }前派人去看，派了点一下。
hot-alarm-looked = 苗头：{ $place }，“{ $matter }”。{ $who }{ $when }说已经派人去看。
hot-alarm-late = 苗头：{ $place }，“{ $matter }”。{ $unit }还没有说派了人，责任人{ $ping }。请打电话问一声。
hot-alarm-late-nobody = 苗头：{ $place }，“{ $matter }”。到现在还没有人说派了人。请打电话问一声。
button-hot-looked = 已派人去看
press-hot-looked = 已经有人说派了，或者已经过了时间。
button-hot-confirm = 确认
button-hot-later = 改期
button-hot-drop = 不立
button-hot-done = 办完了
status-hot = 不少人也说到这件事，县里一起办：{ $unit }，{ $due }前拿出办法。
status-hot-late = 不少人也说到这件事，县里一起办。{ $unit }本来{ $due }前要拿出办法，到今天还没有，县里在催。
status-hot-done = 您说的这件事列入过每月一题（{ $matter }），{ $unit }说已经办完。
### 同一件事再来一次
same-some = 也有村民反映这件事，{ $state }。
same-many = 已有{ $count }位以上村民反映这件事，{ $state }。
same-far-sorting = 正在定由谁办
same-far-working = 有人在办
same-far-answered = 已经有答复
past-line = 以前的经过（不在本系统）：{ $year }年起，到过{ $levels }，{ $times }。{ $source }
past-own = 您说：{ $year }年起{ $at }反映过，{ $times }。
past-own-staff = 工作人员记的：您{ $year }年起{ $at }反映过，{ $times }。
past-own-at = 到{ $levels }
past-own-often = 很多次
past-town = 镇里
past-county = 县里
past-city = 市里
past-province = 省里
past-state = 北京
past-somewhere = 哪里没有说
past-times = { $times }次
past-often = 多次（次数不详）
past-by-sender = 按来信人自己说的记。
past-by-staff = 工作人员补记。
button-history = 信访历史
button-history-wrong = 以前的经过不对
button-merge-into = 并入{ $number }
prompt-history = 【{ $number }】{ $ping }，请写一行：哪年起、到过哪些层级、几次。比如：1984年起 县、市 多次。只写经过，不写对人的评价。
prompt-history-unread = 没有看出是哪一年起。请这样写：1984年起 县、市 多次。
prompt-history-kept = 已记下。群众看得到，不对可以划掉。
press-history-struck = 已划掉。对的经过，您直接写给我们就行。
card-repeat = 重复信访
card-repeat-outside = 重复信访（系统外）
card-leader-due = ，一年以上，要有县领导包案
leader-missing = 编号 { $number }（{ $subject }，{ $place }）：重复信访，一年以上，还没有县领导包案。请定一位。
# ---------------------------------------------------------------- 急不急、哪天要用、钱数（读出来的）
urgency-p0 = 特急
urgency-p1 = 急办
urgency-p2 = 较急
pressing-and = 、
pressing-danger = 可能危及人身安全
pressing-utility = 水、电、气用不上
pressing-animals = 牲畜家禽死得多
pressing-road = 路不通
pressing-want = 吃住没有着落
pressing-day = 群众要赶在{ $day }前
card-pressing = { $urgency }：{ $why }
# After the words to whoever is told that nobody saw to what presses.
late-pressed = { $why }，不等上班，请马上过问。
list-pressing = （{ $why }）
group-she = { $place }{ $no }社
group-zu = { $place }{ $no }组
group-dui = { $place }{ $no }队
sum-yuan = { $yuan }元
original-sums = 提到的钱：{ $sums }
original-read = 机器从原话里读到（以原话为准）：{ $read }
## 危险：值班、地点、同一处险情、第二天
told-danger-taken = 编号 { $number }：值班的{ $taker }已经接手，会联系您。请先顾好自己和身边的人。
oncall-self-harm = 紧急：编号 { $number }，有人说不想活了。安慰的话和 110、120 已先发给本人，请马上联系本人，先听他说，不要责备。
oncall-new-words = 紧急：编号 { $number }，本人又说了新的情况。请马上点“看原文”，看了就回话。
oncall-again = { $ping }，紧急：编号 { $number }，{ $subject }，{ $place }，{ $minutes }分钟了还没有人跟进。请马上联系群众，并点“我来跟进”。
oncall-again-person = { $ping }，紧急：编号 { $number }，{ $place }：{ $person }，{ $minutes }分钟了还没有人跟进。请您现在就打电话给本人，{ $persondo }；打不通，马上叫人上门去看。接手了请点“我来跟进”。
oncall-worse = 紧急：编号 { $number }，{ $place }，情况变急了：{ $worse }。请马上联系群众，再问 119、120 叫了没有。
group-worse = 【{ $number }】{ $ping }，情况变急了：{ $worse }。请马上联系群众，赶到现场。
card-worse = 情况变急了：{ $worse }
worse-gas = 漏气
worse-fire = 着火
worse-collapse = 垮塌
worse-electric = 漏电
worse-water = 涨水
worse-people = 有人受困或受伤
worse-and = ，
person-self-harm = 有人说不想活了
person-violence = 有人可能正遭打
person-medical = 有人病重或受了伤
do-person-self-harm = 先听他说，不要责备，不要讲道理
do-person-violence = 先问人躲开没有，要不要报110
do-person-medical = 先问120叫了没有，人醒着没有
called-signed = { $unit }{ $cadre }已经签收。
called-taken = 值班的{ $taker }已经接手。
called-by-name = 已经叫过{ $names }，还没有人接手。
called-nobody = 还没有人接手。
called-and = 、
status-despair = 已经告诉值班的同志，他们正在找您。您的话有人看，想说什么就在这里打字。撑不住的时候，请打110、120。
status-despair-taken = 值班的{ $taker }已经接手，正在找您。您的话有人看，想说什么就在这里打字。撑不住的时候，请打110、120。
status-person = 已经告诉值班的同志，他们正在找您。有变化就在这里打字；要紧的，打110、120。
status-person-taken = 值班的{ $taker }已经接手，正在找您。有变化就在这里打字；要紧的，打110、120。
oncall-sealed = { $ping }，紧急：有一件单独看的事项可能危及人身安全，专人还没有确认。请马上打电话提醒能看密件的同志。
oncall-undispatched = { $ping }，紧急：编号 { $number }，{ $subject }，{ $place }，{ $dispatchminutes }分钟了还没有派给单位。请马上派单，并联系群众。
oncall-morning = { $ping }，编号 { $number }：{ $alarmed }的紧急情况，请今天再联系本人一次，看看人怎么样。
supervisor-danger = 紧急：编号 { $number }，{ $subject }，{ $place }，可能危及人身安全，{ $minutes }分钟了还没有人跟进。请马上过问。
supervisor-danger-person = 紧急：编号 { $number }，{ $place }：{ $person }，{ $minutes }分钟了。{ $called }请马上过问：给本人打电话，{ $persondo }；打不通，马上叫人上门去看。
reader-danger-again = 紧急：编号 { $number }，需要单独看、可能危及人身安全的事项，{ $minutes }分钟了还没有人跟进。请马上联系本人，并点“我来跟进”。
reader-danger-morning = 编号 { $number }：{ $alarmed }的紧急情况，请今天再联系本人一次，注意保密。
remind-result = 编号 { $number }（{ $subject }，{ $place }）：{ $alarmed }的险情，请今天写好处置结果报结；阀门关了、火灭了也要写。{ $due }前书面告诉群众。
keyboard-location = 发送我的位置
ask-danger-place =
    人到了安全的地方，请告诉我们在哪里：点下面的“发送我的位置”，或者打字写村、组、门口有什么。
    再留一个打得通的电话号码。号码不会发到工作群里。
ask-danger-phone =
    人到了安全的地方，请留一个打得通的电话号码，号码不会发到工作群里。
    也可以点下面的“发送我的位置”，好找到您。
ask-danger-self-harm =
    值班的同志想跟您说说话。愿意的话，请留一个打得通的电话号码，或者点下面的“发送我的位置”。
    也可以就在这里打字，值班的同志看得到。
status-incident = 同一处还有别人也反映了，一起处理。您的编号不变，有进展照样告诉您。
told-incident-news = 编号 { $number }：{ $unit }已经在处理这处险情。您这件的书面结果，{ $due }前给您。
told-incident-apart = 编号 { $number }：您这件从现在起单独办，{ $due }前给您答复。
card-head-urgent = 【{ $number }】紧急，{ $cardstate }
card-incident = 同一处共{ $reports }户反映，另有编号 { $numbers }
card-incident-many = 同一处共{ $reports }户反映，最近的是编号 { $numbers }
card-incident-and = 、
button-tell-all = 告诉各户
prompt-tell-all = 【{ $number }】{ $ping }，请回复这条消息，写要告诉{ $reports }户的话。这句话会直接发给每一户，不要写谁家的名字、住址、电话。
prompt-told-all = 【{ $number }】已发给{ $reports }户。
ask-damage =
    编号 { $number }：{ $alarmed }的险情，处置结果{ $due }前书面答复您。
    家里有没有东西坏了、庄稼牲口受了损失？要登记的，请点一下。
ask-damage-answered = 编号 { $number }：{ $alarmed }的险情，家里有没有东西坏了、庄稼牲口受了损失？要登记的，请点一下。
button-damage = 有损失要登记
button-no-damage = 没有损失
ask-damage-list = 请回复这条消息，一条写完：什么坏了、有多少、大概值多少钱。登记以后另给您一个编号，由{ $unit }派人来看。
ask-damage-list-open = 请回复这条消息，一条写完：什么坏了、有多少、大概值多少钱。登记以后另给您一个编号，再告诉您由谁来看。
damage-placeholder = 什么坏了、多少、值多少
## 办事经历、信访目的、县外单位、不能打包票的话

advice-animals =
    死了的猪牛羊、鸡鸭，不要转运、不要出售、不要宰杀，也不要丢到河沟里。先关好圈门，人和别的牲口不要靠近。
    请现在就打农业热线12316，也可以找村里的防疫员，或者{ $unit }。
purpose-appeal = 申诉
purpose-seek = 求决
purpose-suggest = 意见建议
purpose-accuse = 揭发控告
purpose-other = 其他
record-purpose = 信访目的：{ $purposes }
record-since = 说的是{ $year }年起的事
record-old = 历史遗留：说的是{ $year }年起的事
record-tags = 另涉：{ $tags }
explain-can = 哪些能办、能报
explain-cannot = 哪些不能办、不能报
explain-basis = 依据（文件名称加书名号，或文号）
preview-explain = 群众跑了几趟没有听明白，答复里还要写清：{ $missing }。请再回复一句补上。
button-outside-ask = 请群众同意转{ $body }
button-outside-take = 看转{ $body }的内容
button-outside-words = 看转交内容
button-outside-agree = 同意转交
button-outside-withdraw = 收回同意
card-outside-asked = 转{ $body }：已问群众，还没有回话，先不要转
card-outside-given = 转{ $body }：群众同意
card-outside-refused = 转{ $body }：群众不同意，不要转
card-outside-withdrawn = 转{ $body }：群众收回了同意，不要再转
press-outside-asked = 已经问群众了。同意之前，什么都不要转给{ $body }。
press-outside-taken = 内容已发到您的私聊，取用已记下。
outside-words =
    编号 { $number }，{ $subject }，{ $place }
    群众说：{ $words }
ask-outside-asked =
    编号 { $number }：这件事要{ $body }（{ $desk }，电话{ $phone }）办。{ $unit }{ $cadre }想把下面的内容转给他们，请他们处理这件事，别的用处不行：

    { $words }

    您的称呼和电话不转。同意的，请点“同意转交”；不同意，什么都不转，您的事我们照样办。
ask-outside-given =
    编号 { $number }：您同意了把下面的内容转给{ $body }（{ $desk }，电话{ $phone }）：

    { $words }

    想法变了，随时可以点“收回同意”。
ask-outside-refused = 编号 { $number }：好的，什么都不转给{ $body }。您的事我们照样办。
ask-outside-withdrawn = 编号 { $number }：好的，从现在起不再转给{ $body }。已经转出去的收不回来，我们会请他们不再用。
outside-advice-insurer =
    您也可以自己办：打{ $body }{ $desk }的电话{ $phone }报案，请他们来现场看。
    先拍好照片，耳标、保单留好，不要等。
outside-advice-bank =
    您也可以自己办：带身份证到{ $body }{ $desk }问，或者打电话{ $phone }。
    问清楚差什么；不给办的，请他们写明原因。
outside-advice-utility = 您也可以自己打{ $body }{ $desk }的电话{ $phone }，问清楚哪天来办。
outside-given =
    【{ $number }】群众同意把内容转给{ $body }了。
    请点下面的按钮取内容，当面或者打电话转，结果要回告群众。
outside-refused =
    【{ $number }】群众不同意转给{ $body }，什么都不要转。
    自己可以怎么办，已经告诉群众了。本单位能办的，请照样办。
outside-withdrawn = 【{ $number }】群众收回了同意，不要再转给{ $body }。已经转了的，请告诉他们不要再用。
outside-take =
    【{ $number }】可以转给{ $body }（{ $desk }，电话{ $phone }）的，只有下面这些：

    { $words }

    请当面或者打电话转，不要转发。对方怎么办的，请写进“办到了”，群众会收到。
consent-outside-given = { $day }：编号 { $number }，您同意把内容转给{ $body }。
consent-outside-refused = { $day }：编号 { $number }，您不同意把内容转给{ $body }（或者收回了）。
consent-outside-open = { $day }：编号 { $number }，问过您可不可以把内容转给{ $body }，您还没有回话。
promise-urge = { $words }，由我们督促{ $body }，办没办都回告您
vow-not-alone = “{ $vow }”这样的话，要单位负责人来说。请改一下：写我们做什么、哪天前答复，不写一定办成。
prompt-vow = 【{ $number }】还没有发出。这里有打包票的话，要单位负责人来说。请改成我们做什么、哪天前答复，再回复一次。
vow-ask =
    【{ $number }】{ $owner }想这样承诺群众：
    { $promise }
    这里有“{ $vow }”。您同意了才发给群众。
button-vow-agree = 同意发出
button-vow-refuse = 不同意
press-vow-asked = 这里有打包票的话，已请{ $judge }看，同意了才发给群众。
press-vow-agreed = 已发给群众。
press-vow-refused = 没有发给群众，已告诉写的人。
vow-agreed = 【{ $number }】负责人同意了，已发给群众：{ $promise }
vow-refused = 【{ $number }】负责人没有同意，这一条没有发给群众：{ $promise }。请改写后再承诺。
vow-lapsed = 【{ $number }】这件已经答复或者了结，这一条没有等到负责人同意，没有发给群众：{ $promise }
refusal-no-leave = 群众没有同意，不能转。
# ---------------------------------------------------------------- what was learned
reason-learned = 照学过的说法→{ $subject }
reason-learned-words = 与学过的说法相近{ $words }→{ $subject }
original-why = 派到这里的依据：{ $why }
ops-lessons-unread = 从{ $since }起，机器照以往分派学习时，有 { $lessons } 件打不开，没有学进去；其余照常。请运行 minqing doctor，看是哪里坏了。
