//! Accusations read finely: who is charged with what, what is said beside it, and what is left for the handlers.

use std::path::Path;

use minqing::classify::{Accusation, Asks, Lexicon, Reader, Wrong, mask_numbers};
use minqing::id::CadreId;
use proptest::prelude::ProptestConfig;

fn reader() -> Reader {
    let county = minqing::config::load(Path::new("config")).unwrap().county;
    let lexicon: Lexicon = toml::from_str(&std::fs::read_to_string("config/lexicon.toml").unwrap()).unwrap();
    Reader::new(&county, &lexicon)
}

#[test]
fn s4_01_s4_02_a_need_and_an_accusation_in_one_message_are_told_apart() {
    let reader = reader();
    let reading = reader.read(
        "我们新风社区的田遭天燃气遗漏整坏了,社区出面协调赔了钱,发到我们手上差了2万多,唐全他们贪了,还凶得很,哪个说就整哪个。求书记做主!",
    );
    let charge = reading.charge.unwrap();
    assert_eq!((charge.wrong, charge.above), (Wrong::Graft, false));
    assert_eq!(charge.persons, [CadreId::new("tangquan")]);
    assert!(reading.threatened && !reading.unlawful);
    assert_eq!(reading.danger, None);
    let rest = reading.rest.unwrap();
    assert_eq!(rest, "我们新风社区的田遭天燃气遗漏整坏了，已协调赔了钱，钱数差了2万多");
    assert!(reader.is_clean(&rest));
    let again = reader.read(&rest);
    assert_eq!((again.danger, again.charge, again.accusations.len()), (None, None, 0));
    assert_eq!(again.place.as_ref().map(|place| place.as_str()), Some("xinfeng"));
    let best = again.subjects.first().unwrap();
    assert_eq!(best.subject.as_str(), "environment.farmland");
}

/// A text of our own: whether it accuses somebody in office, and of what if it says so clearly.
#[derive(Debug, serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct Gold {
    text: String,
    accuses: bool,
    charge: Option<Wrong>,
    /// `fresh`: written before the words were tuned to any of these; `second`: after the tuning to the fresh ones; `third`: after
    /// the tuning to both.
    set: String,
}

fn gold() -> Vec<Gold> {
    let file = std::fs::read_to_string("tests/data/accusations.jsonl").unwrap();
    file.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

/// How many of how many.
#[derive(Debug, Default)]
struct Share {
    hits: usize,
    of: usize,
}

impl Share {
    fn count(&mut self, hit: bool) {
        self.hits += usize::from(hit);
        self.of += 1;
    }

    fn at_least(&self, what: &str, wanted: f64) {
        let percent = self.hits as f64 * 100.0 / self.of.max(1) as f64;
        println!("{what}: {}/{} = {percent:.1} %", self.hits, self.of);
        assert!(percent >= wanted, "{what}: {percent:.1} %, {wanted} wanted");
    }
}

#[derive(Debug, Default)]
struct Figures {
    held: Share,
    flows: Share,
    recall: Share,
    precision: Share,
    wrong: Share,
}

fn figures(reader: &Reader, gold: &[Gold]) -> Figures {
    let mut figures = Figures::default();
    for one in gold {
        let reading = reader.read(&one.text);
        let held = !reading.accusations.is_empty();
        if one.accuses { &mut figures.held } else { &mut figures.flows }.count(held == one.accuses);
        if held != one.accuses {
            println!("held {held}: {} {:?}", one.text, reading.accusations);
        }
        let charged = reading.charge.as_ref();
        if one.charge.is_some() {
            figures.recall.count(charged.is_some());
            if charged.is_none() {
                println!("not charged: {} {:?}", one.text, reading.accusations);
            }
        }
        if let Some(charge) = charged {
            figures.precision.count(one.accuses);
            if !one.accuses {
                println!("charged: {} {charge:?}", one.text);
            }
            if let Some(wrong) = one.charge {
                figures.wrong.count(charge.wrong == wrong);
                if charge.wrong != wrong {
                    println!("not {wrong:?}: {} {charge:?}", one.text);
                }
            }
        }
    }
    figures
}

fn of_sets(sets: &[&str]) -> Figures {
    let of_sets: Vec<Gold> = gold().into_iter().filter(|one| sets.contains(&one.set.as_str())).collect();
    figures(&reader(), &of_sets)
}

/// At their first reading, before any word was tuned to them: of the `fresh` ones 123 of 146 accusations were held, of the
/// `second` 97 of 135, of the `third` 29 of 36; of the ordinary ones 156 of 156, 152 of 172 and 33 of 40 flowed. The third
/// say how much people will find to say that no list foresees: nothing was added to hold more of them (words by which to
/// charge those already held were). The unheard ones are oblique; a text that names a person or a title is always held.
#[test]
fn accusations_are_found_in_our_own_texts() {
    let tuned = of_sets(&["fresh", "second"]);
    assert!(tuned.held.of >= 250 && tuned.flows.of >= 300, "{tuned:?}");
    tuned.held.at_least("held from every group", 99.5);
    tuned.flows.at_least("ordinary ones flow", 90.0);
    tuned.recall.at_least("charged", 80.0);
    tuned.precision.at_least("rightly charged", 99.0);
    tuned.wrong.at_least("charged with the right wrong", 95.0);
    let third = of_sets(&["third"]);
    third.held.at_least("held, not tuned to", 80.0);
    third.flows.at_least("ordinary ones flow, not tuned to", 80.0);
    third.precision.at_least("rightly charged", 99.0);
}

/// Ordinary messages must not be charged, and what is charged is held.
#[test]
fn the_invented_messages_are_charged_only_when_they_accuse() {
    let reader = reader();
    let mut wrongly = 0;
    for line in std::fs::read_to_string("tests/data/messages.jsonl").unwrap().lines() {
        let message: serde_json::Value = serde_json::from_str(line).unwrap();
        let text = message["text"].as_str().unwrap();
        let reading = reader.read(text);
        assert!(reading.charge.is_none() || !reading.accusations.is_empty(), "{text}");
        if reading.charge.is_some() && message["accuses"] == false {
            println!("charged: {text} {:?}", reading.charge);
            wrongly += 1;
        }
        assert_rest(&reader, text);
    }
    for one in gold() {
        assert_rest(&reader, &one.text);
    }
    assert!(wrongly <= 5, "{wrongly}");
}

/// What is left accuses and names nobody, for every text: S4-05.
fn assert_rest(reader: &Reader, text: &str) {
    let Some(rest) = reader.read(text).rest else { return };
    assert!(reader.is_clean(&rest), "{text}: {rest}");
    let again = reader.read(&rest);
    assert!(again.charge.is_none() && again.accusations.is_empty(), "{text}: {rest} {:?}", again.accusations);
    for word in ["贪", "侵吞", "霸道", "举报", "整人", "群众称", "主任", "书记", "支书", "村长", "干部"]
    {
        assert!(!rest.contains(word), "{text}: {rest}");
    }
}

#[test]
fn s4_05_what_is_left_for_the_handlers_accuses_and_names_nobody() {
    let reader = reader();
    for (text, rest) in [
        ("凉水村的路灯坏了三天了,翁守业拿了修灯的钱", Some("凉水村的路灯坏了三天了")),
        ("唐 全 贪 污 我们的钱。新风社区的下水道堵了", Some("新风社区的下水道堵了")),
        ("清溪村的水渠垮了,何平收了我们的钱,不给票", Some("清溪村的水渠垮了")),
        ("唐泉他们贪了我们的低保", None),
        ("我要举报,村支书侵吞补偿款", None),
        ("路灯坏了,群众称是干部贪了", Some("路灯坏了")),
        ("自来水停了,13912345678找我,村长收了钱不管", Some("自来水停了")),
        ("路灯坏了", None),
    ] {
        let reading = reader.read(text);
        assert_eq!(reading.rest.as_deref(), rest, "{text}: {:?}", reading.charge);
    }
    for dirty in [
        "唐全来过",
        "塘权来过",
        "老唐来过",
        "翁主任来过",
        "社区扣了钱",
        "他不管",
        "我要举报",
        "有人报复",
        "求书记做主",
        "群众称不公",
        "霸道得很",
        "县长来过",
        "不准我们说",
    ] {
        assert!(!reader.is_clean(dirty), "{dirty}");
    }
    for clean in ["路灯坏了三天", "新风社区的田整坏了", "钱数差了2万多", "娃儿的班主任没来"]
    {
        assert!(reader.is_clean(clean), "{clean}");
    }
}

#[test]
fn s6_01_doing_nothing_is_told_from_taking() {
    let reader = reader();
    for (text, wrong) in [
        (
            "龙井清溪村的何平,当了支委从来不进我们屋头,问他啥子都推,天天搞自己的生意。我们可不可以把他罢免了?",
            Some(Wrong::Inaction),
        ),
        ("村干部从来不管事", Some(Wrong::Inaction)),
        ("找社长十回九回不在", Some(Wrong::Inaction)),
        ("支书只顾自己生意", Some(Wrong::Inaction)),
        ("支书不管事,还贪了我们的补助", Some(Wrong::Graft)),
        ("补偿款到手少了,干部吃了", Some(Wrong::Graft)),
        ("低保名额给了村长亲戚", Some(Wrong::Graft)),
        ("社区收钱不开票据", Some(Wrong::Graft)),
        ("就是唐主任那娃吃了我们的", Some(Wrong::Graft)),
        ("唐泉吃了我们的赔偿款", Some(Wrong::Graft)),
        ("就是我们主任贪的", Some(Wrong::Graft)),
        ("我要举报", Some(Wrong::Graft)),
        ("实名举报,材料在我手里", Some(Wrong::Graft)),
        ("支书生病住院没上班", None),
        ("凉水村支书生病住院了，路灯没人管", None),
        ("村主任过世了,这事没人管", None),
        ("支书生病住院了还贪我们的补助", Some(Wrong::Graft)),
        ("支书不生病也不住院,路灯没人管", Some(Wrong::Inaction)),
        ("支书没生病,路灯没人管", Some(Wrong::Inaction)),
        ("支书生病了从来不管事", Some(Wrong::Inaction)),
        ("补偿标准好多一亩?", None),
        ("我要举报街上那家店卖假饲料", None),
        ("卖假饲料", None),
        ("厂里招工骗中介费", None),
        ("邻居修房占了我的地", None),
        ("何平同志辛苦了", None),
        ("谢谢何平来帮忙", None),
        ("你好何平", None),
        ("我要告诉你们,路修好了", None),
    ] {
        let reading = reader.read(text);
        assert_eq!(reading.charge.as_ref().map(|charge| charge.wrong), wrong, "{text}: {reading:?}");
    }
    for named in ["就是唐主任那娃吃了我们的", "唐泉吃了我们的赔偿款", "姓唐的贪了"] {
        assert_eq!(reader.read(named).charge.unwrap().persons, [CadreId::new("tangquan")], "{named}");
    }
    let title = reader.read("我们主任贪了我们的钱").charge.unwrap();
    assert_eq!((title.persons.len(), title.titles), (0, vec!["主任".to_string()]));
}

#[test]
fn s8_01_s8_04_those_above_the_county_are_told_from_helpers() {
    let reader = reader();
    for (text, above) in [
        ("我要反映县委书记本人的问题", Some(true)),
        ("县长收了开发商的钱", Some(true)),
        ("副县长包庇他亲戚", Some(true)),
        ("县纪委书记收了红包", Some(true)),
        ("县人大主任贪污", Some(true)),
        ("县政协主席霸道", Some(true)),
        ("晏守拙贪污修路的钱", Some(true)),
        ("蒙慎之收了他们的礼", Some(true)),
        ("村主任和县长一起贪污", Some(true)),
        ("信访局的孔局长收了红包", Some(false)),
        ("请县长管一管村主任贪污", Some(false)),
        ("求书记做主,唐全贪了", Some(false)),
        ("县委书记帮我解决了,村主任又把钱扣了", Some(false)),
        ("县委书记帮我解决了", None),
        ("感谢县长关心", None),
        ("镇纪委书记贪污", Some(false)),
    ] {
        let reading = reader.read(text);
        assert_eq!(reading.charge.as_ref().map(|charge| charge.above), above, "{text}: {:?}", reading.charge);
    }
}

/// S8-05: a need and an accusation of the head in one message.
#[test]
fn s8_05_the_need_beside_an_accusation_of_the_head_is_left() {
    let reading = reader().read("凉水村的路灯坏了三天了。县委书记贪污了修路的钱");
    assert!(reading.charge.unwrap().above);
    assert_eq!(reading.rest.as_deref(), Some("凉水村的路灯坏了三天了"));
}

#[test]
fn s4_07_s4_12_threats_and_unlawful_ways_are_heard() {
    let reader = reader();
    for (text, threatened) in [
        ("他说哪个说就整哪个", true),
        ("村长打击报复我", true),
        ("他们威胁我不准我们说", true),
        ("他找人堵我家门", true),
        ("主任给我小鞋穿", true),
        ("路灯坏了,要小心", false),
        ("房子威胁行人安全", false),
    ] {
        assert_eq!(reader.read(text).threatened, threatened, "{text}");
    }
    for (text, unlawful) in [
        ("我们几十个人跪在公路中间", true),
        ("再不解决我们就去堵路", true),
        ("我们拦了车", true),
        ("明天全村去围政府", true),
        ("他们找人堵路不让我们过", false),
        ("邻居堵路,不让我过", false),
        ("石头把路堵了", false),
        ("赶场天堵车得很", false),
        ("他们来堵门,吓得娃儿哭", false),
    ] {
        assert_eq!(reader.read(text).unlawful, unlawful, "{text}");
    }
}

#[test]
fn s6_03_s6_04_s7_07_questions_about_accusations_are_known() {
    let reader = reader();
    for (text, asks) in [
        ("哪个告我?", Some(Asks::WhoAccused)),
        ("谁举报的我", Some(Asks::WhoAccused)),
        ("是哪个反映的", Some(Asks::WhoAccused)),
        ("我们可不可以把他罢免了?", Some(Asks::Recall)),
        ("村主任怎么罢免", Some(Asks::Recall)),
        ("路灯坏了", None),
        ("哪个告诉我低保怎么办", None),
    ] {
        assert_eq!(reader.read(text).asks, asks, "{text}");
    }
}

#[test]
fn s3_11_whom_the_sender_does_not_want_is_not_accused() {
    let reader = reader();
    let tang = CadreId::new("tangquan");
    for text in ["不要唐全参加", "不要社区唐全参加调解", "请唐全回避", "莫让唐主任来管", "请唐泉同志回避"]
    {
        let reading = reader.read(text);
        assert_eq!(reading.recuse, std::slice::from_ref(&tang), "{text}");
        assert!(reading.charge.is_none() && reading.accusations.is_empty(), "{text}: {:?}", reading.accusations);
    }
    let both = reader.read("唐全贪了我们的钱,不要唐全参加");
    assert_eq!(both.recuse, std::slice::from_ref(&tang));
    assert!(both.accusations.contains(&Accusation::Person(tang.clone())));
    assert!(reader.read("唐全不要我们参加").recuse.is_empty());
    assert!(reader.read("请唐全来处理").recuse.is_empty());
}

#[test]
fn words_of_health_are_known_as_sensitive() {
    let reader = reader();
    for (text, sensitive) in [
        ("家里爷爷瘫在床上,爸爸有精神病", true),
        ("我是残疾人", true),
        ("他得了癌症", true),
        ("83年喊我去结扎", true),
        ("银行卡号6222021234567890123", true),
        ("路灯坏了", false),
        ("他瞎说", false),
        ("无障碍通道坏了", false),
    ] {
        assert_eq!(reader.read(text).sensitive, sensitive, "{text}");
    }
}

/// S5-06: what only looks like danger.
#[test]
fn s5_06_past_gas_damage_is_no_danger() {
    let reader = reader();
    for text in ["去年天燃气遗漏污染了我的田", "天然气好久能通到我们村", "气费收贵了"] {
        let reading = reader.read(text);
        assert_eq!((reading.danger, reading.charge, reading.accusations.len()), (None, None, 0), "{text}");
    }
}

/// The work must not grow with the square of a text, whatever it repeats: each of these takes half a second on an old machine,
/// and took seven while clauses were read from their beginning for every name.
#[test]
fn a_long_text_is_read_quickly() {
    let reader = reader();
    for piece in ["唐全贪了", "唐主任他们社区收了钱,", "贪", "主任不要唐全参加", "路灯坏了,村长贪污。", "社区收"]
    {
        let long: String = piece.chars().cycle().take(8_000).collect();
        let begin = std::time::Instant::now();
        assert!(!reader.read(&long).accusations.is_empty());
        let took = begin.elapsed();
        println!("{piece}: {took:?}");
        assert!(took.as_secs() < 5, "{piece}: {took:?}");
    }
}

proptest::proptest! {
    #![proptest_config(ProptestConfig { cases: 512, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn masks_are_stable_and_hide(
        before in "[一-十 ,0-9-]{0,12}",
        number in "1[3-9][0-9]{9}|[1-9][0-9]{16}[0-9X]|62[0-9]{14,17}|0[0-9]{2}-[0-9]{8}",
        after in "[一-十 ,0-9-]{0,12}",
    ) {
        let once = mask_numbers(&format!("{before}电{number}话{after}"));
        proptest::prop_assert_eq!(mask_numbers(&once), once.clone());
        let shown: String = once.split('电').nth(1).unwrap().split('话').next().unwrap().into();
        let longest = shown.split(|c: char| !c.is_ascii_digit()).map(str::len).max().unwrap_or(0);
        proptest::prop_assert!(longest < 6 && shown.contains('*'), "{}", once);
        let wild = mask_numbers(&format!("{before}{number}{after}"));
        proptest::prop_assert_eq!(mask_numbers(&wild), wild.clone());
    }
}
