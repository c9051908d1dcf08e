/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.interop;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/** A test that speaks to these peers. Where one is absent, it fails if {@code CI=true}, and is else passed over and reported. */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(PresentPeers.class)
@interface Needs {
    InteropPeer[] value();
}
