//! A date in a year whose calendar is not published: provisional, then computed anew, and the resident is told.

use minqing::case::calendar::{Calendar, CalendarDay, CalendarYear};

use crate::world::{CHANG, World};

fn day(text: &str, off: bool) -> CalendarDay {
    CalendarDay { date: text.parse().unwrap(), off }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_date_in_an_unpublished_year_moves_when_the_calendar_comes_out() {
    let mut world = World::at("2026-12-29 10:00").await;
    world.says(CHANG, "凉水村村口的路灯坏了").await;
    world.pass(40).await;
    let promised = world.last(CHANG);
    assert!(promised.text.contains("1月5日(周二)"), "{}", promised.text);
    let mut years = vec![CalendarYear {
        year: 2027,
        days: vec![day("2027-01-01", true), day("2027-01-02", true), day("2027-01-03", true), day("2027-01-04", true)],
    }];
    years.push(CalendarYear { year: 2026, days: vec![day("2026-10-01", true)] });
    world.settings.calendar = Calendar::new(years);
    let world = world.restart().await;
    assert_eq!(world.app.desk.recompute_dates().await.unwrap(), 1);
    world.settle().await;
    let told = world.find(CHANG, "放假安排").expect("the resident was not told");
    assert!(told.text.contains("1月5日(周二)") && told.text.contains("1月7日(周四)"), "{}", told.text);
    assert_eq!(world.app.desk.recompute_dates().await.unwrap(), 0, "computed once, published for good");
}
