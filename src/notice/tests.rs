//! The gate by tables: what passes to whom, in which room, whoever is kept out.

use std::collections::BTreeSet;

use super::gate::{Exclusion, Room, Staff, Stopped, clear};
use super::letter::{Act, Audience, Letter, Message, Priority};
use crate::id::{CadreId, CaseId, PersonId, UnitId};

/// `a` and `b` are of the unit `one`, `c` of `two`; nobody else is known.
struct Roster;

impl Staff for Roster {
    fn unit_of(&self, cadre: &CadreId) -> Option<UnitId> {
        match cadre.as_str() {
            "a" | "b" => Some(UnitId::new("one")),
            "c" => Some(UnitId::new("two")),
            _ => None,
        }
    }

    fn expected_in(&self, _: &Audience) -> BTreeSet<CadreId> {
        BTreeSet::new()
    }
}

fn cadre(id: &str) -> Audience {
    Audience::Cadre(CadreId::new(id))
}

fn group(unit: &str) -> Audience {
    Audience::UnitGroup(UnitId::new(unit))
}

fn letter(to: Audience, sealed: bool) -> Letter {
    let message = Message { text: "words".to_owned(), ..Message::default() };
    let (case, key) = (Some(CaseId::new("case")), "key".to_owned());
    Letter { to, act: Act::Send { message, slot: None }, priority: Priority::Card, case, key, sealed }
}

fn asked(letter: Letter, exclusion: &Exclusion, room: Option<&Room>) -> Result<(), Stopped> {
    clear(letter.clone(), exclusion, room, &Roster).map(|cleared| {
        assert_eq!(*cleared.get(), letter);
        assert_eq!(cleared.into_inner(), letter);
    })
}

fn outcome(to: Audience, exclusion: &Exclusion, room: Option<&Room>) -> Result<(), Stopped> {
    asked(letter(to, false), exclusion, room)
}

fn room(present: &[&str], everyone_known: bool) -> Room {
    Room { chat: -7, present: present.iter().map(|id| CadreId::new(*id)).collect(), everyone_known }
}

/// Nobody; `a`; the unit `one`; the chat of the rooms; every group.
fn kept_out() -> [Exclusion; 5] {
    let none = Exclusion::default;
    [
        none(),
        Exclusion { cadres: [CadreId::new("a")].into(), ..none() },
        Exclusion { units: [UnitId::new("one")].into(), ..none() },
        Exclusion { chats: [-7].into(), ..none() },
        Exclusion { no_groups: true, ..none() },
    ]
}

const OPEN: Result<(), Stopped> = Ok(());
const OUT: Result<(), Stopped> = Err(Stopped::Excluded);
const SHARED: Result<(), Stopped> = Err(Stopped::SharedChat);
const UNKNOWN: Result<(), Stopped> = Err(Stopped::UnknownMembers);

#[test]
fn a_cadre_reads_what_they_are_not_kept_out_of_sealed_or_not() {
    let table = [
        ("a", [OPEN, OUT, OUT, OPEN, OPEN]),
        ("b", [OPEN, OPEN, OUT, OPEN, OPEN]),
        ("c", [OPEN, OPEN, OPEN, OPEN, OPEN]),
        ("stranger", [OUT, OUT, OUT, OUT, OUT]),
    ];
    for (who, want) in table {
        for (exclusion, want) in kept_out().iter().zip(want) {
            for sealed in [false, true] {
                assert_eq!(asked(letter(cadre(who), sealed), exclusion, None), want, "{who} {exclusion:?}");
            }
        }
    }
}

/// Who sits in a room, whether all are known, and what comes of it for each of those who may be kept out.
#[test]
fn a_room_is_safe_when_everyone_is_known_and_nobody_is_kept_out() {
    let table = [
        (room(&["b", "c"], true), [OPEN, OPEN, OUT, OUT, SHARED]),
        (room(&["c"], true), [OPEN, OPEN, OPEN, OUT, SHARED]),
        (room(&["a", "c"], true), [OPEN, OUT, OUT, OUT, SHARED]),
        (room(&["c", "stranger"], true), [OPEN, OUT, OUT, OUT, SHARED]),
        (room(&["c"], false), [OPEN, UNKNOWN, UNKNOWN, OUT, SHARED]),
        (room(&["a"], false), [OPEN, OUT, OUT, OUT, SHARED]),
        (room(&[], true), [OPEN, OPEN, OPEN, OUT, SHARED]),
    ];
    for (room, want) in table {
        for (exclusion, want) in kept_out().iter().zip(want) {
            assert_eq!(room.is_safe_from(exclusion, &Roster), want, "{room:?} {exclusion:?}");
            for to in [Audience::TriageGroup, Audience::Chat(-7), group("two")] {
                assert_eq!(outcome(to.clone(), exclusion, Some(&room)), want, "{to:?} {room:?} {exclusion:?}");
            }
            // The lane's own group is told that there is something, though no other group would be.
            let lane = if want == SHARED { OPEN } else { want };
            assert_eq!(outcome(Audience::LaneGroup, exclusion, Some(&room)), lane, "{room:?} {exclusion:?}");
        }
    }
}

#[test]
fn the_group_of_a_unit_that_is_kept_out_gets_nothing_whoever_sits_there() {
    for present in [&["c"][..], &[]] {
        let room = room(present, true);
        let want = [OPEN, OPEN, OUT, OUT, SHARED];
        for (exclusion, want) in kept_out().iter().zip(want) {
            assert_eq!(outcome(group("one"), exclusion, Some(&room)), want, "{exclusion:?}");
        }
    }
    assert_eq!(outcome(group("one"), &kept_out()[2], None), OUT, "even while it has no address");
}

#[test]
fn without_an_address_a_letter_may_wait_unless_no_group_may_ever_have_it() {
    for (exclusion, want) in kept_out().iter().zip([OPEN, OPEN, OPEN, OPEN, SHARED]) {
        for to in [Audience::TriageGroup, group("two"), Audience::Chat(-7)] {
            assert_eq!(outcome(to, exclusion, None), want, "{exclusion:?}");
        }
        assert_eq!(outcome(Audience::LaneGroup, exclusion, None), OPEN);
    }
}

#[test]
fn what_is_sealed_goes_to_no_chat_that_several_read() {
    let everyone = room(&["c"], true);
    for exclusion in &kept_out() {
        for to in [Audience::TriageGroup, Audience::LaneGroup, Audience::Chat(-7), group("one"), Audience::Operators] {
            assert_eq!(asked(letter(to, true), exclusion, Some(&everyone)), SHARED);
        }
        assert_eq!(outcome(Audience::Operators, exclusion, Some(&everyone)), SHARED, "operators read no case at all");
    }
}

#[test]
fn nobody_vouches_for_who_reads_a_private_chat_by_number() {
    let private = Audience::Chat(7);
    for (exclusion, want) in kept_out().iter().zip([true, false, false, false, true]) {
        for room in [None, Some(&room(&["c"], true))] {
            assert_eq!(outcome(private.clone(), exclusion, room).is_ok(), want, "{exclusion:?}");
        }
        assert_eq!(asked(letter(private.clone(), true), exclusion, None), SHARED);
    }
}

#[test]
fn the_sender_always_hears() {
    let sender = Audience::Resident(PersonId::new("sender"));
    for exclusion in &kept_out() {
        for sealed in [false, true] {
            assert_eq!(asked(letter(sender.clone(), sealed), exclusion, None), OPEN);
        }
    }
}

#[test]
fn what_is_about_no_case_reaches_everybody_who_is_known() {
    let about_none = |to: Audience| Letter { case: None, ..letter(to, false) };
    for exclusion in &kept_out() {
        let everywhere = [cadre("a"), group("one"), Audience::TriageGroup, Audience::Operators, Audience::Chat(-7)];
        for to in everywhere {
            assert_eq!(asked(about_none(to), exclusion, None), OPEN);
        }
        assert_eq!(asked(about_none(cadre("stranger")), exclusion, None), OUT);
    }
}

#[test]
fn a_file_somebody_asked_for_about_themselves_is_for_nobody_else() {
    let file = Act::File { name: "data.txt".to_owned(), text: "theirs".to_owned(), caption: String::new() };
    let with_file = |to: Audience, case: Option<CaseId>| Letter { act: file.clone(), case, ..letter(to, false) };
    let sender = Audience::Resident(PersonId::new("sender"));
    for case in [None, Some(CaseId::new("case"))] {
        assert_eq!(asked(with_file(sender.clone(), case.clone()), &Exclusion::default(), None), OPEN);
        for to in [Audience::TriageGroup, Audience::LaneGroup, Audience::Operators, Audience::Chat(-7), group("two")] {
            let all_known = room(&["c"], true);
            assert_eq!(asked(with_file(to, case.clone()), &Exclusion::default(), Some(&all_known)), SHARED);
        }
    }
}
