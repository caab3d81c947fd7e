//! `minqing explain CASE`: why a case went where it went, from its events, without anybody's words.

use std::sync::Arc;

use anyhow::{Result, bail};

use crate::case::event::{Actor, Fact};
use crate::desk::Rules;
use crate::id::CaseNumber;
use crate::store::Store;

/// Prints the steps of a case with the reasons the machine had; a sealed case is not explained to anybody here.
///
/// # Errors
/// No such case (which is also what is said of a sealed one); faults of the store.
pub async fn explain(store: &Store, rules: &Arc<Rules>, number: &str) -> Result<String> {
    let unknown = || anyhow::anyhow!("there is no case {number}; give the eight digits as on the receipt");
    let Some(number) = CaseNumber::parse(number) else { bail!(unknown()) };
    let mut tx = store.view().await?;
    let id = tx.case_by_number(number).await?.ok_or_else(unknown)?;
    let row = tx.load_case(&id).await?.ok_or_else(unknown)?;
    if row.sealed {
        bail!(unknown());
    }
    let mut lines = vec![format!("{number}  {}", row.state)];
    for event in tx.events(&id).await? {
        let at = crate::text::dates::day_and_time(&rules.texts, crate::text::Language::Chinese, event.at);
        let actor = serde_json::from_str::<Actor>(&event.actor).map_or_else(|_| "?".to_owned(), |actor| who(&actor));
        lines.push(format!(
            "{:>3}  {at}  {:<16} {:<10} {} -> {}",
            event.seq, event.kind, actor, event.before, event.after
        ));
        if let Ok(Fact::Understood { confidence, reasons, weight, .. }) = serde_json::from_str(&event.body) {
            let why = rules.why(&reasons);
            if !why.is_empty() {
                lines.push(format!("     {why}  ({confidence:.2})"));
            }
            lines.extend(rules.pressing(&weight, true).map(|pressing| format!("     {pressing}")));
        }
    }
    Ok(lines.join("\n"))
}

fn who(actor: &Actor) -> String {
    match actor {
        Actor::Resident(_) => "resident".to_owned(),
        Actor::Cadre(cadre) => cadre.to_string(),
        Actor::Machine => "machine".to_owned(),
    }
}
