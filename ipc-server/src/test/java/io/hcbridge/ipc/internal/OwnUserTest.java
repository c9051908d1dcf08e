/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.ipc.internal;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class OwnUserTest {
    @Test
    void ownUserIsTheOwnerOfWhatTheProcessMakes() throws Exception {
        assertThat(OwnUser.uid()).isEqualTo(OwnUser.uidOfNewFile());
    }
}
