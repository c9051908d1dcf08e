/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.ipc.internal.pipe;

import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** The contract test with Windows' pipes. The haproxy-test module runs it under Wine. */
@EnabledOnOs(OS.WINDOWS)
class WindowsPipeTest extends PipeContract {
    @Override
    PipeCalls calls() {
        return new WindowsPipeCalls();
    }
}
