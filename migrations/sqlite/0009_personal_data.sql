-- Personal data: what a person agreed to, what was erased and why, and a key for each case's words.
-- Residents' rights: 个人信息保护法 art. 14, 16, 29 (consent), 45 (copy), 47 (erasure).

-- What a resident was shown or asked: kind notice (with its version) or health; scope is the case it is about, or empty.
-- given: 1 shown or agreed, 0 refused; null while a question has not been answered.
create table consent (
    county text not null,
    person text not null,
    kind text not null,
    scope text not null,
    version bigint not null,
    given bigint,
    at bigint not null,
    primary key (county, person, kind, scope, version)
);

-- Cases whose words were erased, so that what is gone can be told from what is lost; and cases that law holds back from
-- erasure until a day (erased_at is null). The events stay.
create table erasure (
    county text not null,
    case_id text not null,
    reason text not null, -- asked, kept
    asked_at bigint not null,
    hold_until bigint,
    erased_at bigint,
    primary key (county, case_id)
);
create index erasure_held on erasure (county, hold_until) where erased_at is null;

-- The key of one case's content, wrapped by the county's data key. Without its row that content is noise, in a copy of a
-- page too. Content of no case, and content from before, stands under the county's key.
create table content_key (
    county text not null,
    case_id text not null,
    wrapped blob not null,
    created_at bigint not null,
    primary key (county, case_id)
);

-- Which case a slot is of, and in which chat a message about no case stands (null: from before), so that all of them can go.
-- Never a chat beside a case: that would link the cases of one person.
alter table slot add column case_id text;
alter table post add column lane text;
create index slot_case on slot (county, case_id) where case_id is not null;
create index post_case on post (county, case_id) where case_id is not null;
create index post_lane on post (county, lane) where lane is not null;
create index button_case on button (county, case_id) where case_id is not null;

-- What the nightly round looks for.
create index inbox_done on inbox (county, done_at) where done_at is not null;
create index letter_settled on letter (county, settled_at) where live = 0 and settled_at is not null;
create index case_ended on case_file (county, updated_at) where is_open = 0;
