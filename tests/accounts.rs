//! Accounts by hand: what was once settled wrongly.

use umlage::allocation::Request;
use umlage::analysis::settlement::{Account, Late, Settlement, calls, dues, examine, settle};
use umlage::input::{Memory, load};
use umlage::model::Project;
use umlage::text::Lang;

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
    let figures =
        [account.share, account.advances, account.paid_for_all, account.credits, account.balance];
    (project.party(account.party).id.clone(), figures.map(|figure| figure.amount().get()))
}

/// HE and RP bear 200.00 in halves. RP paid 130.00 of it; for 100.00 it has a credit in the
/// allocation, and so no share.
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

/// A leftover of a year without any money is nobody's; where balances are carried it had been
/// dropped without a word.
#[test]
fn a_leftover_from_before_the_first_cost_is_not_dropped() {
    for surplus in ["pay", "carry"] {
        let more = format!(
            "[settlement]\nsurplus = \"{surplus}\"\n\
             [leftover.alt]\nlegal_basis = \"Beschluss\"\nfrom = \"2021\"\ninto = \"2023\"\n\
             amount = \"50.00\"\n"
        );
        let costs =
            "period,service,kind,amount,status\n2023,s,a,100.00,actual\n2023,s,a,90.00,plan\n";
        let project = project(&more, costs, "");
        let settled = settle(&project, Request::default()).unwrap_err();
        let called = calls(&project, Request::default()).unwrap_err();
        for faults in [settled, called] {
            let codes: Vec<&str> = faults.iter().map(|fault| fault.fault.code()).collect();
            assert_eq!(codes, ["E806"], "{surplus}");
        }
    }
}

/// HE paid 30.00 too much for 2022. Nothing happens in 2023, so 2024 takes it over, in the
/// settlement and in its calls.
#[test]
fn what_is_carried_through_a_year_without_money_is_set_off() {
    let costs = "period,service,kind,amount,status\n2022,s,a,100.00,actual\n2024,s,a,200.00,plan\n";
    let payments = "2022-01-03,HE,80.00,2022\n2022-01-03,RP,50.00,2022\n";
    let set_off = |terms: &str| -> Vec<i128> {
        let project =
            project(&format!("[settlement]\nsurplus = \"carry\"\n{terms}"), costs, payments);
        let called = calls(&project, Request::default()).unwrap();
        called.calls.iter().map(|call| call.set_off.amount().get()).collect()
    };
    assert_eq!(set_off("closed = \"2023\"\n"), [3000, 0]);
    // 2023 is not closed, so its account is not known yet.
    assert_eq!(set_off("closed = \"2022\"\n"), [0, 0]);
    assert_eq!(set_off(""), [0, 0]);
}

/// Two instalments of 100.00 each for HE and RP, on 31 March and 30 September 2023, at 5 %.
fn late(payments: &str) -> Vec<(String, i128, i128)> {
    let more = "[calls]\ninstalments = [\"03-31\", \"09-30\"]\n[settlement]\ninterest = \"5 %\"\n";
    let costs = "period,service,kind,amount,status\n2023,s,a,400.00,plan\n2023,s,a,390.00,actual\n";
    let project = project(more, costs, payments);
    let settlement = settle(&project, Request::default()).unwrap();
    let figures = |late: &Late| {
        (late.paid.to_string(), late.amount.amount().get(), late.interest.amount().get())
    };
    settlement.late.iter().map(figures).collect()
}

/// 100.00 x 5 % x 15 days (1 to 15 October) / 365 = 0.205..., 0.21.
#[test]
fn what_is_paid_back_takes_back_what_was_paid_last() {
    let again = [("2023-10-15".to_owned(), 10000, 21)];
    assert_eq!(late("2023-03-10,RP,100.00,2023\n2023-10-15,RP,100.00,2023\n"), again);
    let back = "2023-03-10,RP,200.00,2023\n2023-04-11,RP,-100.00,2023\n2023-10-15,RP,100.00,2023\n";
    assert_eq!(late(back), again);
    // Two payments of which the last goes back in part, and one that was paid back before it came.
    let parts = "2023-03-10,RP,150.00,2023\n2023-03-20,RP,50.00,2023\n2023-04-11,RP,-100.00,2023\n\
        2023-10-15,RP,100.00,2023\n";
    assert_eq!(late(parts), again);
    let before =
        "2023-03-01,RP,-50.00,2023\n2023-03-10,RP,150.00,2023\n2023-10-15,RP,100.00,2023\n";
    assert_eq!(late(before), again);
    // The surplus of 5.00 is refunded after the settlement: the second instalment was late all the
    // same.
    let refunded =
        "2023-03-10,RP,100.00,2023\n2023-10-15,RP,100.00,2023\n2024-02-01,RP,-5.00,2023\n";
    assert_eq!(late(refunded), again);
    assert_eq!(late("2023-03-10,RP,200.00,2023\n2023-03-15,RP,-10.00,2023\n"), []);
}

/// 2023 costs 200.00. HE and RP paid 130.00 and 90.00 in time; RP pays its claim in July 2024.
#[test]
fn paying_a_claim_changes_no_leftover_and_no_claim_of_the_past() {
    let more = "[settlement]\ndays = 30\n[leftover.rest]\nlegal_basis = \"Beschluss\"\nfrom \
        = \"2023\"\n\
        amount = \"22.00\"\nby = \"payments\"\n";
    let more = format!("{more}[project]\nsettlement_day = \"06-01\"\n");
    let costs = "period,service,kind,amount\n2023,s,a,200.00\n2024,s,a,100.00\n";
    let paid = "2023-01-03,HE,130.00,2023\n2024-06-01,RP,90.00,2023\n";
    let read = |later: &str| {
        let project = project(&more, costs, &format!("{paid}{later}"));
        let settlement = settle(&project, Request::default()).unwrap();
        let of_2023 = settlement.accounts().filter(|account| account.period.to_string() == "2023");
        let figures: Vec<_> = of_2023.map(|account| figures(&project, account)).collect();
        let dues: Vec<_> = dues(&project)
            .unwrap()
            .into_iter()
            .map(|((year, party), due)| {
                (year, project.party(party).id.clone(), due.claimed, due.refunded)
            })
            .filter(|(year, ..)| *year == 2024)
            .map(|(_, party, claimed, refunded)| (party, claimed.get(), refunded.get()))
            .collect();
        (figures, dues)
    };
    // 22.00 by 130 : 90 is 13.00 and 9.00: HE has 17.00 too much, RP owes 19.00.
    let he = ("HE".to_owned(), [10000, 13000, 0, -1300, -1700]);
    let dues = vec![("HE".to_owned(), 0, 1700), ("RP".to_owned(), 1900, 0)];
    let rp = ("RP".to_owned(), [10000, 9000, 0, -900, 1900]);
    assert_eq!(read(""), (vec![he, rp], dues.clone()));
    let he = ("HE".to_owned(), [10000, 11300, 0, -1300, 0]);
    let rp = ("RP".to_owned(), [10000, 10900, 0, -900, 0]);
    let later = "2024-07-01,RP,19.00,2023\n2024-07-01,HE,-17.00,2023\n";
    assert_eq!(read(later), (vec![he, rp], dues));
}

fn findings(settlement: &Settlement) -> Vec<(&'static str, String)> {
    settlement.findings.iter().map(|it| (it.fault.code(), it.fault.message(Lang::En))).collect()
}

/// HE and RP paid 220.00 for 200.00, so 20.00 are left.
#[test]
fn leftovers_are_held_against_what_is_left() {
    let costs = "period,service,kind,amount\n2023,s,a,200.00\n2024,s,a,10.00\n";
    let paid = "2023-01-03,HE,110.00,2023\n2023-01-03,RP,110.00,2023\n";
    let found = |amount: &str, more: &str| {
        let more = format!(
            "[leftover.rest]\nlegal_basis = \"Beschluss\"\nfrom = \"2023\"\namount \
                = \"{amount}\"\n{more}"
        );
        findings(&settle(&project(&more, costs, paid), Request::default()).unwrap())
    };
    assert_eq!(found("20.00", ""), []);
    let told = "leftovers of 20.01 EUR are taken out of 2023, but only 20.00 EUR is left of it";
    assert_eq!(found("20.01", ""), [("W804", told.to_owned())]);
    assert_eq!(found("20.01", "[settlement]\nclosed = \"2022\"\n"), []);
}

/// RP leaves with the end of 2023 and 30.00 to its credit. BY, no member, pays 12.00 for all in
/// 2023.
#[test]
fn what_nothing_uses_up_is_told_when_it_is_carried_again() {
    let more = "[settlement]\nsurplus = \"carry\"\nclosed = \"2024\"\n";
    let costs = "period,service,kind,amount,paid_by\n2023,s,a,188.00,\n2023,s,a,12.00,BY\n\
        2024,s,a,50.00,\n\
        2025,s,a,50.00,\n";
    let paid = "2023-01-03,HE,100.00,2023\n2023-01-03,RP,130.00,2023\n2024-01-03,HE,80.00,2024\n";
    let agreement = AGREEMENT.replace(
        "[party.RP]\nmember = true",
        "[party.RP]\nmember = [{ from = \"2020-01-01\", to = \"2023-12-31\" }]",
    );
    let files = [
        ("umlage.toml".to_owned(), format!("{agreement}{more}")),
        ("costs.csv".to_owned(), costs.to_owned()),
        ("payments.csv".to_owned(), format!("date,party,amount,period\n{paid}")),
    ];
    let project = load(&memory(&files), &[]).project.unwrap();
    let told = |party: &str, amount: &str| {
        (
            "W805",
            format!(
                "`{party}` bears nothing in 2024, and its balance of {amount} is carried once more"
            ),
        )
    };
    // The order is that of the accounts; HE has a share, and 2025 is open.
    let found = findings(&settle(&project, Request::default()).unwrap());
    assert_eq!(found, [told("RP", "-30.00 EUR"), told("BY", "-12.00 EUR")]);
}

#[test]
fn payments_with_a_mistaken_period_or_purpose_are_told() {
    let costs = "period,service,kind,amount,status\n2023,s,a,200.00,actual\n2024,s,a,200.00,plan\n";
    let payments = "date,party,amount,period,purpose\n2023-01-03,HE,100.00,2023,Abschlag\n\
        2023-01-03,RP,90.00,2052,Abschlag\n2023-01-03,RP,100.00,2024,Abschlag\n\
        2023-01-04,RP,1.00,2023,ZINSEN\n2023-01-05,RP,2.00,2023,Verzugszinsen\n\
        2023-01-05,RP,2.00,2023,Interest\n\
        2023-01-06,RP,4.00,2023,Zinsen 2022\n2023-01-07,RP,8.00,2023,late INTEREST\n";
    let files = [
        ("umlage.toml".to_owned(), AGREEMENT.to_owned()),
        ("costs.csv".to_owned(), costs.to_owned()),
        ("payments.csv".to_owned(), payments.to_owned()),
    ];
    let project = load(&memory(&files), &[]).project.unwrap();
    let settlement = settle(&project, Request::default()).unwrap();
    let told = |code, text: &str| (code, text.to_owned());
    let expected = [
        told("W806", "one payment for 2052, which has neither cost nor plan"),
        told(
            "W807",
            "purpose `Zinsen 2022`: one payment, taken for an advance and not for interest",
        ),
        told(
            "W807",
            "purpose `late INTEREST`: one payment, taken for an advance and not for interest",
        ),
    ];
    assert_eq!(findings(&settlement), expected);
    let of_rp = settlement.accounts().find(|it| it.party.0 == 1 && it.period.to_string() == "2023");
    assert_eq!(of_rp.unwrap().advances.amount().get(), 1200);
}

#[test]
fn one_document_is_one_payment() {
    let codes = |rows: &str| -> Vec<&str> {
        let files = [
            ("umlage.toml".to_owned(), AGREEMENT.to_owned()),
            (
                "costs.csv".to_owned(),
                "period,service,kind,amount\n2023,s,a,200.00\n2024,s,a,1.00\n".to_owned(),
            ),
            (
                "payments.csv".to_owned(),
                format!("date,party,amount,period,purpose,document\n{rows}"),
            ),
        ];
        load(&memory(&files), &[]).diagnostics.iter().map(|it| it.fault.code()).collect()
    };
    let first = "2023-01-03,HE,60.00,2023,Abschlag,Z-1\n";
    for other in [
        "2023-01-03,HE,60.00,2023,Abschlag,Z-1",
        "2023-01-03,HE,40.00,2023,Abschlag,Z-1",
        "2023-01-03,RP,60.00,2023,Abschlag,Z-1",
        "2023-01-04,HE,60.00,2024,Rate,Z-1",
    ] {
        assert_eq!(codes(&format!("{first}{other}\n")), ["E809"], "{other}");
    }
    for other in ["2023-01-03,HE,40.00,2024,Abschlag,Z-1", "2023-01-03,HE,40.00,2023,Gebühr,Z-1"] {
        assert_eq!(codes(&format!("{first}{other}\n")), [] as [&str; 0], "{other}");
    }
}

#[test]
fn a_field_beside_another_is_not_unknown_as_well() {
    let codes = |more: &str| -> Vec<&str> {
        let files = [
            ("umlage.toml".to_owned(), format!("{AGREEMENT}{more}")),
            ("costs.csv".to_owned(), "period,service,kind,amount\n2023,s,a,200.00\n".to_owned()),
        ];
        load(&memory(&files), &[]).diagnostics.iter().map(|it| it.fault.code()).collect()
    };
    let leftover = "[leftover.b]\nlegal_basis = \"B\"\nfrom = \"2022\"\namount = \"1.00\"\nby \
        = \"shares\"\n\
        parts = { HE = \"10.00\" }\n";
    assert_eq!(codes(leftover), ["E224"]);
    let instalments =
        "[calls]\ninstalments = [{ due = \"01-15\", share = \"100 %\", amount = \"1.00\" }]\n";
    assert_eq!(codes(instalments), ["E224"]);
}

#[test]
fn what_two_calculations_refuse_is_told_once() {
    let more = "[calls]\ninstalments = \"years\"\n[settlement]\nsurplus = \"carry\"\n";
    let costs = "period,service,kind,amount,status\n2023,s,a,200.00,actual\n2024,s,a,200.00,plan\n";
    // Both settle 2023 and find that Thüringen paid, which is no member.
    let project = project(more, costs, "2023-01-03,TH,100.00,2023\n");
    let codes: Vec<&str> =
        examine(&project).unwrap_err().iter().map(|it| it.fault.code()).collect();
    assert_eq!(codes, ["E808"]);
}
