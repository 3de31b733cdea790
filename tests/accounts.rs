//! Accounts by hand: what was once settled wrongly.

use umlage::allocation::Request;
use umlage::analysis::settlement::{Account, settle};
use umlage::input::{Memory, load};
use umlage::model::Project;

use crate::support::run::memory;

const AGREEMENT: &str = "[party.HE]\nmember = true\n[party.RP]\nmember = true\n[service.s]\n\
    [rule.r]\nlegal_basis = \"Vertrag\"\ncosts = { kinds = [\"a\"] }\n\
    [[rule.r.step]]\nid = \"alle\"\nrest = true\namong = \"members\"\nkey = \"equal\"\n";

fn project(more: &str, costs: &str, payments: &str) -> Project {
    let mut files = vec![
        ("umlage.toml".to_owned(), format!("{AGREEMENT}{more}")),
        ("costs.csv".to_owned(), costs.to_owned()),
    ];
    if !payments.is_empty() {
        files.push(("payments.csv".to_owned(), format!("date,party,amount,period\n{payments}")));
    }
    let files: Memory = memory(&files);
    load(&files, &[]).project.unwrap()
}

/// The party, share, advances, outlays, credits and balance of an account, in cents.
fn figures(project: &Project, account: &Account) -> (String, [i128; 5]) {
    let figures = [account.share, account.advances, account.paid_for_all, account.credits, account.balance];
    (project.party(account.party).id.clone(), figures.map(|figure| figure.amount().get()))
}

/// HE and RP bear 200.00 in halves. RP paid 130.00 of it; for 100.00 it has a credit in the allocation, and so no share.
#[test]
fn an_outlay_with_a_credit_in_the_allocation_counts_once() {
    let more = "[rule.c]\nlegal_basis = \"Vertrag\"\ncosts = { kinds = [\"credit\"] }\n\
        [[rule.c.step]]\nid = \"direkt\"\ndirect = true\n\
        [credit.e]\nlegal_basis = \"Vertrag\"\ncosts = { natures = [\"own\"] }\n";
    let costs = "period,service,kind,nature,amount,paid_by\n\
        2023,s,a,own,100.00,RP\n2023,s,a,bought,30.00,RP\n2023,s,a,bought,70.00,\n";
    let project = project(more, costs, "");
    let settlement = settle(&project, Request::default()).unwrap();
    let found: Vec<(String, [i128; 5])> =
        settlement.accounts().map(|account| figures(&project, account)).collect();
    let he = ("HE".to_owned(), [10000, 0, 0, 0, 10000]);
    let rp = ("RP".to_owned(), [0, 0, 3000, 0, -3000]);
    assert_eq!(found, [he, rp]);
}
