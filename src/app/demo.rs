//! The county moved into a make-believe Telegram: every cadre joins by a real invite, every group is bound by its head.

use std::path::Path;
use std::time::Duration;

use anyhow::{Context, Result};
use serde::Deserialize;

use super::App;
use crate::id::{CadreId, UnitId};
use crate::init::invites::joinable;
use crate::roster::{Cadre, County, Role, UnitKind};
use crate::sandbox::{BotRights, Group, Opening, Person, Sandbox};
use crate::text::{Language, Texts};

/// The account of the first cadre in a make-believe Telegram; the others follow in the order of their ids.
const FIRST_CADRE: i64 = 10_001;
/// The first group.
const FIRST_GROUP: i64 = -100_001;
/// What a whole set-up may take.
const PATIENCE: Duration = Duration::from_secs(120);

/// People and titles of the sandbox (`config/sandbox.toml`).
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Cast {
    group_title: String,
    triage_title: String,
    operators_title: String,
    /// The residents.
    pub resident: Vec<Resident>,
    page: Page,
}

/// What the page in the browser shows first, and what it proposes to do.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Page {
    resident: i64,
    unit: UnitId,
    cadre: CadreId,
    guide: Vec<String>,
    tries: Vec<Try>,
}

/// A message to try.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Try {
    label: String,
    text: String,
}

/// A resident of the sandbox.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Resident {
    /// The account.
    pub id: i64,
    /// The name.
    pub name: String,
    /// The language of the phone.
    pub language: Option<String>,
}

impl Cast {
    /// Reads `sandbox.toml` of a configuration folder.
    ///
    /// # Errors
    /// When it is missing or has unknown keys.
    pub fn load(dir: &Path) -> Result<Self> {
        let path = dir.join("sandbox.toml");
        let text = std::fs::read_to_string(&path).with_context(|| format!("{} cannot be read", path.display()))?;
        toml::from_str(&text).with_context(|| format!("{} cannot be understood", path.display()))
    }
}

/// Who is who in a make-believe Telegram that a county has moved into.
pub struct Town<'c> {
    county: &'c County,
    texts: &'c Texts,
    sandbox: Sandbox,
}

impl<'c> Town<'c> {
    /// A county that is about to move in.
    pub fn new(county: &'c County, texts: &'c Texts, sandbox: Sandbox) -> Self {
        Self { county, texts, sandbox }
    }

    /// The account of a cadre.
    pub fn account(&self, cadre: &CadreId) -> i64 {
        FIRST_CADRE + self.county.cadres.keys().position(|id| id == cadre).map_or(0, |at| at as i64)
    }

    /// The group of a unit.
    pub fn group(&self, unit: &UnitId) -> i64 {
        FIRST_GROUP - self.county.units.keys().position(|id| id == unit).map_or(0, |at| at as i64)
    }

    /// The county triage group.
    pub fn triage(&self) -> i64 {
        FIRST_GROUP - 1_000
    }

    /// The operators' group.
    pub fn operators(&self) -> i64 {
        FIRST_GROUP - 1_001
    }

    /// Everybody joins, every group is bound.
    ///
    /// # Errors
    /// Faults of the store, or a step that did not come about in time.
    pub async fn move_in(&self, app: &App, cast: &Cast) -> Result<()> {
        self.add_residents(cast);
        self.set_page(&cast.page);
        tokio::time::timeout(PATIENCE, async {
            self.add_cadres(app).await?;
            self.add_groups(app, cast).await
        })
        .await
        .context("the county did not manage to move into the sandbox in time")?
    }

    fn set_page(&self, page: &Page) {
        self.sandbox.open_page_at(Opening {
            resident: Some(page.resident),
            group: Some(self.group(&page.unit)),
            cadre: Some(self.account(&page.cadre)),
            tries: page.tries.iter().map(|one| (one.label.clone(), one.text.clone())).collect(),
            guide: page.guide.clone(),
        });
    }

    fn add_residents(&self, cast: &Cast) {
        for resident in &cast.resident {
            self.sandbox.add_person(Person {
                id: resident.id,
                first_name: resident.name.clone(),
                language_code: Some(resident.language.clone().unwrap_or_else(|| "zh-hans".to_owned())),
                ..Person::default()
            });
        }
    }

    async fn add_cadres(&self, app: &App) -> Result<()> {
        for cadre in joinable(self.county) {
            let account = self.account(&cadre.id);
            let first_name = cadre.name.clone();
            let language_code = Some("zh-hans".to_owned());
            let about = Some(self.about(cadre));
            self.sandbox.add_person(Person { id: account, first_name, language_code, about, ..Person::default() });
            let token = app.desk.invite(&cadre.id).await?;
            self.sandbox.text(account, account, &format!("/start j-{token}"));
        }
        Box::pin(app.drain()).await
    }

    /// Unit and post, for those who play.
    fn about(&self, cadre: &Cadre) -> String {
        let unit = self.county.units.get(&cadre.unit).map_or("", |unit| unit.name.as_str());
        if cadre.title.contains(unit) { cadre.title.clone() } else { format!("{unit} {}", cadre.title) }
    }

    async fn add_groups(&self, app: &App, cast: &Cast) -> Result<()> {
        let mut asked = Vec::new();
        for unit in self.county.units.values().filter(|unit| matches!(unit.kind, UnitKind::Town | UnitKind::Bureau)) {
            let Some(head) = self.county.head_of(&unit.id) else { continue };
            let mut members = vec![head.clone()];
            members.extend(self.county.members_of(&unit.id));
            let title = cast.group_title.replace("{ unit }", &unit.name);
            let group = self.group(&unit.id);
            self.add_group(group, title, head, &members);
            asked.push((group, self.account(head), unit.name.clone()));
        }
        if let Some(operator) = self.county.with_role(Role::Operator).first() {
            let mut county_people: Vec<CadreId> = self.county.with_role(Role::Screener);
            county_people.extend(self.county.with_role(Role::OnCall));
            county_people.push(operator.clone());
            self.add_group(self.triage(), cast.triage_title.clone(), operator, &county_people);
            self.add_group(self.operators(), cast.operators_title.clone(), operator, std::slice::from_ref(operator));
            let label = |key: &str| self.texts.say(Language::Chinese, key, &[]);
            asked.push((self.triage(), self.account(operator), label("button-bind-triage")));
            asked.push((self.operators(), self.account(operator), label("button-bind-operators")));
        }
        app.drain().await?;
        for (group, by, label) in asked {
            let asked = self.sandbox.messages(group).into_iter().rev().find(|message| !message.buttons.is_empty());
            let question = asked.context("a group was not asked what it is for")?;
            self.sandbox.press(by, group, question.id, &label);
        }
        app.drain().await
    }

    /// A group with the bot in it, brought by one of its members; the first member is the one to act as on the page.
    fn add_group(&self, id: i64, title: String, by: &CadreId, members: &[CadreId]) {
        let mut people = Vec::new();
        for member in members {
            if !people.contains(&self.account(member)) {
                people.push(self.account(member));
            }
        }
        self.sandbox.add_group(Group {
            id,
            title,
            forum: false,
            supergroup: true,
            members: people,
            bot_rights: BotRights::None,
        });
        self.sandbox.add_bot_to_group(id, self.account(by));
        self.sandbox.set_bot_admin(id, self.account(by), true);
    }
}
