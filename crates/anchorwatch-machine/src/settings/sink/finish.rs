//! Reads what the settings name, once all of them are collected.

use anchorwatch_remark::Remark as _;

use super::{SettingsRemark, Sink};
use crate::{
    Client, Inventory, StoreKind, chromium, installation::environment, java, mozilla,
    settings::referenced_bundles,
};

impl Sink<'_> {
    /// Reads the named stores, and returns everything.
    pub(in crate::settings) fn finish(mut self) -> Inventory {
        if self.does_node_follow_openssl {
            for clients in self.named.values_mut() {
                if clients.contains(&Client::Openssl) {
                    clients.insert(Client::Node);
                }
            }
        }
        let stores = std::mem::take(&mut self.stores);
        self.inventory.stores.extend(stores.into_values());
        referenced_bundles::read(self.tree, self.user, &self.named, &mut self.inventory);
        self.count_running();
        self.read_profiles();
        let environments = environment::read(self.tree, &self.environments, self.user);
        self.inventory.add(environments);
        let keystores = java::of_options(self.tree, self.user, std::mem::take(&mut self.java));
        self.inventory.add(keystores);
        self.inventory
    }

    /// Notes, at stores that running programs name, how many of them do.
    fn count_running(&mut self) {
        for (name, value, count) in &self.running {
            let named = self.inventory.stores.iter_mut().filter(|store| {
                let path = store.id.split_once(':').map_or("", |(_, path)| path);
                let is_named =
                    matches!(store.kind, StoreKind::NamedFile | StoreKind::NamedDirectory);
                is_named && value.split(':').any(|part| part == path)
            });
            for store in named {
                let remark = SettingsRemark::NamedByRunning {
                    name: name.clone(),
                    count: *count as u64,
                };
                store.remarks.push(remark.told());
            }
        }
    }

    fn read_profiles(&mut self) {
        for (client, path) in &self.profiles {
            let found = &mut self.inventory;
            match client {
                Client::Chromium => {
                    chromium::of_profiles(self.tree, self.user, path, found);
                }
                _ => mozilla::of_profile(self.tree, self.user, path, *client, found),
            }
        }
    }
}
