/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.interop;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Marks a test that needs these peers. If one is absent, the test is skipped and reported. With {@code CI=true} it fails if the peer is
 * {@linkplain InteropPeer#isRequired required}.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(PresentPeers.class)
@interface Needs {
    InteropPeer[] value();
}
