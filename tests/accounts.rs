//! Accounts by hand: what was once settled wrongly.

use umlage::allocation::Request;
use umlage::analysis::settlement::{Account, calls, settle};
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

/// A leftover of a year without any money is nobody's; where balances are carried it had been dropped without a word.
#[test]
fn a_leftover_from_before_the_first_cost_is_not_dropped() {
    for surplus in ["pay", "carry"] {
        let more = format!(
            "[settlement]\nsurplus = \"{surplus}\"\n\
             [leftover.alt]\nlegal_basis = \"Beschluss\"\nfrom = \"2021\"\ninto = \"2023\"\namount = \"50.00\"\n"
        );
        let costs = "period,service,kind,amount,status\n2023,s,a,100.00,actual\n2023,s,a,90.00,plan\n";
        let project = project(&more, costs, "");
        let settled = settle(&project, Request::default()).unwrap_err();
        let called = calls(&project, Request::default()).unwrap_err();
        for faults in [settled, called] {
            let codes: Vec<&str> = faults.iter().map(|fault| fault.fault.code()).collect();
            assert_eq!(codes, ["E806"], "{surplus}");
        }
    }
}

/// HE paid 30.00 too much for 2022. Nothing happens in 2023, so 2024 takes it over, in the settlement and in its calls.
#[test]
fn what_is_carried_through_a_year_without_money_is_set_off() {
    let costs = "period,service,kind,amount,status\n2022,s,a,100.00,actual\n2024,s,a,200.00,plan\n";
    let payments = "2022-01-03,HE,80.00,2022\n2022-01-03,RP,50.00,2022\n";
    let set_off = |terms: &str| -> Vec<i128> {
        let project = project(&format!("[settlement]\nsurplus = \"carry\"\n{terms}"), costs, payments);
        let called = calls(&project, Request::default()).unwrap();
        called.calls.iter().map(|call| call.set_off.amount().get()).collect()
    };
    assert_eq!(set_off("closed = \"2023\"\n"), [3000, 0]);
    // 2023 is not closed, so its account is not known yet.
    assert_eq!(set_off("closed = \"2022\"\n"), [0, 0]);
    assert_eq!(set_off(""), [0, 0]);
}
