/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.interop;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/** Marks a test that needs these peers. If one is absent, the test fails with {@code CI=true}; otherwise it is skipped and reported. */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(PresentPeers.class)
@interface Needs {
    InteropPeer[] value();
}
