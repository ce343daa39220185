//! Reverts the switch in `policies.json`, or removes the policy if it is only ours.

use anchorwatch_home::EditItem;

use anchorwatch_remark::{Remark as _, Told};

use super::edit::{POLICY, PolicyState, PolicyText, REST_OF_WHOLE, SWITCH};
use crate::{
    item_view::{ItemChange, ItemValue, ItemView},
    mozilla::remark::MozillaRemark,
    reverted::Reverted,
};

pub(crate) fn revert(content: &[u8], items: &[EditItem]) -> Result<Reverted, Told> {
    let [item] = items else {
        return Err(MozillaRemark::PolicyBadReceipt.told());
    };
    if content.is_empty() {
        // An empty file sets nothing, including our policy.
        return Ok(Reverted::Nothing);
    }
    let text = PolicyText::read(content)?;
    let state = text.state();
    let back = match item.name.as_str() {
        POLICY => match &state {
            PolicyState::NoPolicy | PolicyState::NoSwitch => return Ok(Reverted::Nothing),
            PolicyState::Switch(value) if value == "true" => {
                let is_ours_alone = item.after.as_deref().is_some_and(|one| text.policy_is(one));
                if is_ours_alone {
                    text.without_policy()
                } else {
                    text.switched_back(None)
                }
            }
            PolicyState::Switch(_) | PolicyState::Other(_) => return Ok(differs(&state)),
        },
        SWITCH => {
            let present = match &state {
                PolicyState::NoPolicy | PolicyState::NoSwitch => None,
                PolicyState::Switch(value) => Some(value.as_str()),
                PolicyState::Other(_) => return Ok(differs(&state)),
            };
            if present == item.before.as_deref() {
                return Ok(Reverted::Nothing);
            }
            if present != item.after.as_deref() {
                return Ok(differs(&state));
            }
            text.switched_back(item.before.as_deref())
        }
        other => {
            let policy = other.to_owned();
            return Err(MozillaRemark::PolicyForeign { policy }.told());
        }
    };
    let back = back.ok_or_else(|| MozillaRemark::PoliciesNotUnderstood.told())?;
    Ok(if back == REST_OF_WHOLE {
        Reverted::Remove
    } else {
        Reverted::Content(back.into_bytes())
    })
}

fn differs(state: &PolicyState) -> Reverted {
    let switch = SWITCH.to_owned();
    let remark = match state {
        PolicyState::Switch(value) | PolicyState::Other(value) => MozillaRemark::SwitchChanged {
            switch,
            value: value.clone(),
        },
        PolicyState::NoPolicy | PolicyState::NoSwitch => MozillaRemark::SwitchGone { switch },
    };
    Reverted::Conflict(remark.told())
}

/// A policy, or the switch in one.
pub(crate) fn view(item: &EditItem) -> ItemView {
    let policy = item.name.clone();
    ItemView::of(item, &ItemChange::Policy { policy }, ItemValue::first_line)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::mozilla::policy::edit::{POLICY_VALUE, WHOLE};

    fn item(name: &str, before: Option<&str>, after: &str) -> EditItem {
        EditItem {
            name: name.to_owned(),
            before: before.map(str::to_owned),
            after: Some(after.to_owned()),
        }
    }

    fn content(text: &str) -> Reverted {
        Reverted::Content(text.as_bytes().to_vec())
    }

    #[test]
    fn our_policy_goes_and_what_others_wrote_since_stays() {
        let ours = [item(POLICY, None, POLICY_VALUE)];
        let back = |text: &str| revert(text.as_bytes(), &ours).unwrap();
        assert_eq!(back(WHOLE), Reverted::Remove);
        let added = WHOLE.replace("true}", "true},\n    \"DisableTelemetry\": true");
        let without = "{\n  \"policies\": {\n    \"DisableTelemetry\": true\n  }\n}\n";
        assert_eq!(back(&added), content(without));
        let added = WHOLE.replace("true}", "true, \"SafeBrowsing\": true}");
        let without = WHOLE.replace("\"InvalidCertificate\"", "\"SafeBrowsing\"");
        assert_eq!(back(&added), content(&without));
        for gone in [
            "",
            "{\"policies\": {}}",
            "{\"policies\": {\"DisableSecurityBypass\": {}}}",
        ] {
            assert_eq!(back(gone), Reverted::Nothing);
        }
    }

    #[test]
    fn a_switch_that_someone_turned_since_is_a_conflict() {
        for name in [POLICY, SWITCH] {
            let ours = [item(name, None, "true")];
            for turned in ["false", "\"x\""] {
                let text = WHOLE.replace("true", turned);
                let back = revert(text.as_bytes(), &ours).unwrap();
                assert!(matches!(back, Reverted::Conflict(_)), "{name} {turned}");
            }
            let text = "{\"policies\": {\"DisableSecurityBypass\": 7}}";
            let back = revert(text.as_bytes(), &ours).unwrap();
            assert!(matches!(back, Reverted::Conflict(_)));
        }
        assert!(revert(b"{", &[item(POLICY, None, "true")]).is_err());
        assert!(revert(WHOLE.as_bytes(), &[item("Homepage", None, "true")]).is_err());
        assert!(revert(WHOLE.as_bytes(), &[]).is_err());
    }

    #[test]
    fn a_switch_goes_back_to_what_it_was() {
        let ours = [item(SWITCH, Some("false"), "true")];
        let back = |text: &str| revert(text.as_bytes(), &ours).unwrap();
        assert_eq!(back(WHOLE), content(&WHOLE.replace("true", "false")));
        assert_eq!(back(&WHOLE.replace("true", "false")), Reverted::Nothing);
        assert!(matches!(back("{\"policies\": {}}"), Reverted::Conflict(_)));
    }
}
