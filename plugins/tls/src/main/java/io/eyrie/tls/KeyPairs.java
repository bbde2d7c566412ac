// SPDX-License-Identifier: Apache-2.0
package io.eyrie.tls;

import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;

/** Tells whether a key is that of a certificate, by a signature made and checked. */
final class KeyPairs {

  private static final byte[] TEXT = {1, 2, 3};

  private KeyPairs() {}

  static boolean belongTogether(PrivateKey secret, PublicKey known)
      throws GeneralSecurityException {
    if (!secret.getAlgorithm().equals(known.getAlgorithm())) {
      return false;
    }
    String algorithm =
        switch (secret.getAlgorithm()) {
          case "RSA" -> "SHA256withRSA";
          case "EC" -> "SHA256withECDSA";
          default -> secret.getAlgorithm();
        };
    Signature signature = Signature.getInstance(algorithm);
    signature.initSign(secret);
    signature.update(TEXT);
    byte[] signed = signature.sign();
    signature.initVerify(known);
    signature.update(TEXT);
    return signature.verify(signed);
  }
}
