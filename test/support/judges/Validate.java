import eu.europa.esig.dss.model.FileDocument;
import eu.europa.esig.dss.spi.DSSUtils;
import eu.europa.esig.dss.spi.validation.CommonCertificateVerifier;
import eu.europa.esig.dss.spi.x509.CommonTrustedCertificateSource;
import eu.europa.esig.dss.validation.SignedDocumentValidator;
import java.io.File;

/**
 * Validates a PDF by ETSI EN 319 102-1 with the given certificates as the only anchors: FILE ANCHOR.pem… prints a line for each
 * signature, and one for each timestamp.
 */
class Validate {
  public static void main(String[] args) {
    var anchors = new CommonTrustedCertificateSource();
    for (int index = 1; index < args.length; index++)
      anchors.addCertificate(DSSUtils.loadCertificate(new File(args[index])));
    var verifier = new CommonCertificateVerifier();
    verifier.setTrustedCertSources(anchors);
    var validator = SignedDocumentValidator.fromDocument(new FileDocument(new File(args[0])));
    validator.setCertificateVerifier(verifier);
    var report = validator.validateDocument().getSimpleReport();
    for (var id : report.getSignatureIdList()) {
      System.out.println("signature " + report.getIndication(id) + " " + report.getSubIndication(id) + " " + report.getSignatureFormat(id));
      for (var timestamp : report.getSignatureTimestamps(id))
        System.out.println("timestamp " + timestamp.getIndication() + " " + timestamp.getSubIndication());
    }
  }
}
