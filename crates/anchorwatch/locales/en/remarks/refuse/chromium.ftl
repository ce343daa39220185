### Messages about a refusal in Chromium and browsers built on it. Clauses.

remark-chromium_key_only_hash = of { $key } only the hash is known, so Chromium cannot be made to refuse it; name a certificate that has it with --certificate
remark-chromium_decided_elsewhere = { $path } decides { $policy } for { $browser }, not our policy: the keys may not be refused there
remark-chromium_overruled = { $path } overrules { $policy } of our policy: find out who put it there
remark-chromium_no_click_through = { $browser } users can no longer click through certificate warnings; to exempt an appliance, pass its origin, as --allow-override-for https://router.lan
remark-chromium_click_through_only_at = { $browser } users can no longer click through certificate warnings, except at { $origins }; to exempt an appliance, pass its origin, as --allow-override-for https://router.lan
remark-chromium_untried = { $browser }: unverified; the policy is written where its maker says and was never tried with it
remark-chromium_uncertain = { $browser }: where it reads policies is not certain, so none is written; keys are refused for it only in the NSS databases that it shares with other browsers
remark-chromium_folder_writable = { $path } belongs to user { $uid } with mode { $mode }: who can write there can take the policy back
remark-chromium_every_site = { $browser }: { $policy } = { $pattern } is not taken over: it means every site
