package dev.posthaste.certificate;

/** Carries a {@link CertificateProblem} from where it is found to {@link CertificateBundle#parsePem}; never leaves the package. */
final class PemException extends Exception {

    private static final long serialVersionUID = 1L;

    private final CertificateProblem problem;

    PemException(CertificateProblem problem) {
        super(problem.text());
        this.problem = problem;
    }

    PemException(CertificateProblem problem, Exception cause) {
        super(problem.text(), cause);
        this.problem = problem;
    }

    CertificateProblem problem() {
        return problem;
    }
}
