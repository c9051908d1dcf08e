/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.config;

import io.hcbridge.bridge.config.BridgeConfig.AdminConfig;
import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.attribute.UserPrincipalLookupService;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Finds users and groups in a configuration that the system does not know. They are warnings, not errors, because an account may be created
 * later or exist only in another container. A number needs no account.
 */
public final class UnknownAccounts {
    private final UserPrincipalLookupService accounts = FileSystems.getDefault().getUserPrincipalLookupService();
    private final List<String> warnings = new ArrayList<>();
    /** Results of lookups. A lookup may query a directory service and take long. */
    private final Map<String, Boolean> exists = new HashMap<>();

    private UnknownAccounts() {}

    /** Returns a warning for each place that names an unknown account. May block, because it looks up names. */
    public static List<String> find(BridgeConfig config) {
        UnknownAccounts found = new UnknownAccounts();
        config.admin().ifPresent(found::look);
        config.targets()
                .values()
                .forEach(target -> target.probe()
                        .user()
                        .ifPresent(user -> found.look(target.probe().userKey(target.name()), user)));
        config.discover()
                .forEach(rule -> rule.probe().user().ifPresent(user -> found.look("discover.defaults.user", user)));
        return found.warnings;
    }

    private void look(AdminConfig admin) {
        admin.readers().forEach(entry -> look("admin.readers", entry));
        admin.operators().forEach(entry -> look("admin.operators", entry));
    }

    private void look(String key, String entry) {
        if (!exists.computeIfAbsent(entry, this::exists)) {
            boolean isGroup = entry.startsWith("@");
            warnings.add(key + ": unknown " + (isGroup ? "group '" + entry.substring(1) : "user '" + entry)
                    + "' (the entry has no effect until the account exists)");
        }
    }

    private boolean exists(String entry) {
        try {
            if (entry.startsWith("@")) {
                accounts.lookupPrincipalByGroupName(entry.substring(1));
            } else {
                accounts.lookupPrincipalByName(entry);
            }
            return true;
        } catch (IOException unknown) {
            return false;
        }
    }
}
