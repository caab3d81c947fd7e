//! The same matter or not: pairs of messages of one sender, and of two, written before the rules they test.

use minqing::classify::Reader;
use minqing::classify::alike::{Again, Level, likeness};

use crate::world::settings;

fn reader() -> Reader {
    let settings = settings();
    Reader::new(&settings.county, &settings.lexicon)
}

fn again(reader: &Reader, earlier: &str, now: &str) -> Again {
    reader.alike().again((earlier, &reader.read(earlier)), (now, &reader.read(now)))
}

const SLIDE: &str = "凉水村三社那条路塌方断道了，车子过不去";
const LAMP: &str = "凉水村村口的路灯坏了三天了，晚上看不见路";

#[test]
fn the_same_said_again_is_a_nudge() {
    let reader = reader();
    for (earlier, now) in [
        (SLIDE, SLIDE),
        (SLIDE, "凉水村3社那条路垮方断道了，车子过不去！"),
        (SLIDE, "三社那条路塌方了，什么时候来修？"),
        (LAMP, "凉水村村口的路灯坏了五天了，晚上看不见路"),
        (LAMP, "您好，村口的路灯坏了，麻烦领导尽快处理一下，谢谢"),
        (LAMP, "路灯坏了还没人来修"),
    ] {
        assert_eq!(again(&reader, earlier, now), Again::Nudge, "{now}");
    }
    assert_eq!(again(&reader, LAMP, "怎么还没人来？等了好久了"), Again::Bare);
}

#[test]
fn more_of_it_is_further() {
    let reader = reader();
    for (earlier, now) in [
        (SLIDE, "又垮了一截"),
        (SLIDE, "今早又塌了一段，路上全是石头"),
        (SLIDE, "又垮了一截，石头滚到屋边了，屋头还有人"),
        (LAMP, "路灯还没修，昨晚又有人摔了"),
    ] {
        assert_eq!(again(&reader, earlier, now), Again::Further, "{now}");
    }
}

#[test]
fn another_matter_in_few_or_nearly_the_same_words_is_another() {
    let reader = reader();
    for (earlier, now) in [
        (SLIDE, "凉水村五社那条路塌方断道了，车子过不去"),
        (SLIDE, "清溪村三社那条路塌方断道了，车子过不去"),
        (SLIDE, "又停水了"),
        (SLIDE, "又有人触电了，电线断了"),
        (SLIDE, "另外三社那条路的栏杆断了"),
        (SLIDE, "又来了"),
        (SLIDE, "路灯也坏了，还没人来修"),
        (LAMP, "凉水村学校门口的路灯坏了三天了，晚上看不见路"),
        (LAMP, "凉水村村口的水管坏了三天了"),
        (LAMP, "5栋的路灯坏了"),
        ("我家3栋的电梯坏了", "我家5栋的电梯坏了"),
        ("村里的水沟堵了，麻烦派人来看一下", "村里的水管堵了，麻烦派人来看一下"),
        ("低保申请交上去两个月了", "医保申请交上去两个月了"),
        (LAMP, "你好"),
        (LAMP, "好"),
    ] {
        assert_eq!(again(&reader, earlier, now), Again::Another, "{earlier} / {now}");
    }
}

#[test]
fn two_senders_likeness_and_another_place() {
    let reader = reader();
    let of = |one: &str, other: &str| {
        let (one, other) = (reader.alike().sketch(None, one), reader.alike().sketch(None, other));
        (likeness(&one, &other, |_| 1.0), one.elsewhere(&other))
    };
    let (same, apart) = of(SLIDE, "三社的公路塌方了，凉水村这边断道，车子过不去");
    assert!(same > 0.3 && !apart, "{same}");
    let (friend, _) = of("打谷子请不到人", "请不到人修水管");
    assert!(friend < 0.65, "{friend}");
    let moved = reader.alike().moved(SLIDE, ['龙', '井'], '九').0;
    assert!(of("C9174次车不在麓谷站停", "C9175次车不在麓谷站停").1, "another train");
    let (trap, apart) = of(SLIDE, &moved);
    assert!(trap > 0.3 && apart, "{moved}");
}

#[test]
fn what_is_said_of_years_is_a_proposal_and_needs_both_a_year_and_that_somebody_went() {
    let reader = reader();
    let past = |text: &str| reader.alike().past(text, 2026);
    let told = past("83年喊我去结扎，做坏了，84年起我县里市里跑了二十几年，你们都说我无理取闹").unwrap();
    assert_eq!((told.first_year, told.times), (1984, None));
    assert_eq!(told.levels.into_iter().collect::<Vec<_>>(), [Level::County, Level::City]);
    let told = past("从2019年开始我到省里反映过12次").unwrap();
    assert_eq!((told.first_year, told.times), (2019, Some(12)));
    for none in ["84年生的", "我84年起在这里住", "跑了好多趟", "2030年起反映", "1984年修的路坏了，反映一下"]
    {
        assert_eq!(past(none), None, "{none}");
    }
    let written = reader.alike().past_written("1984年起 县、市 多次", 2026).unwrap();
    assert_eq!((written.first_year, written.levels.len(), written.times), (1984, 2, None));
    assert_eq!(reader.alike().past_written("县、市 多次", 2026), None);
}
