pref("general.config.filename", "company.cfg");
pref("general.config.obscure_value", 0);
