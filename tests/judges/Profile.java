import java.io.File;
import org.semanticweb.owlapi.apibinding.OWLManager;
import org.semanticweb.owlapi.model.OWLAxiom;
import org.semanticweb.owlapi.model.OWLOntology;
import org.semanticweb.owlapi.profiles.OWL2DLProfile;
import org.semanticweb.owlapi.profiles.OWLProfileReport;
import org.semanticweb.owlapi.profiles.OWLProfileViolation;

/** Tells of each file named: its path, whether it is OWL 2 DL, how many axioms carry annotations; then each violation. */
public class Profile {
    public static void main(String[] paths) throws Exception {
        for (String path : paths) {
            OWLOntology ontology = OWLManager.createOWLOntologyManager().loadOntologyFromOntologyDocument(new File(path));
            OWLProfileReport report = new OWL2DLProfile().checkOntology(ontology);
            long annotated = ontology.axioms().filter(OWLAxiom::isAnnotated).count();
            System.out.println(path + "\t" + report.isInProfile() + "\t" + annotated);
            for (OWLProfileViolation violation : report.getViolations()) {
                System.out.println("violation\t" + violation);
            }
        }
    }
}
