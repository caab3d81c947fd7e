//! Accusations read finely: who is charged with what, what is said beside it, and what is left for the handlers.

use std::path::Path;

use minqing::classify::{Lexicon, Reader, Wrong};
use minqing::id::CadreId;

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
    println!("{again:#?}");
    assert_eq!((again.danger, again.charge, again.accusations.len()), (None, None, 0));
}
