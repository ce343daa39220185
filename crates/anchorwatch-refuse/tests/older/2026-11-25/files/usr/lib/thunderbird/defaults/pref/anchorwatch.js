// Written by `anchorwatch block`; taken away by `anchorwatch undo`.
pref("general.config.filename", "anchorwatch.cfg");
pref("general.config.obscure_value", 0);
pref("general.config.sandbox_enabled", false);
