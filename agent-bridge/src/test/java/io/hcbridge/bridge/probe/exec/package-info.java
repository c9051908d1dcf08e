/* SPDX-License-Identifier: Apache-2.0 */
/** The probe of this kind, tested. */
@NullMarked
package io.hcbridge.bridge.probe.exec;

import org.jspecify.annotations.NullMarked;
