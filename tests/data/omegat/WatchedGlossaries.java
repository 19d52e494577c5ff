import java.io.BufferedReader;
import java.io.File;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.util.TreeSet;

import org.omegat.core.Core;
import org.omegat.core.data.NotLoadedProject;
import org.omegat.core.data.ProjectProperties;
import org.omegat.gui.glossary.GlossaryEntry;
import org.omegat.gui.glossary.GlossaryManager;
import org.omegat.gui.glossary.GlossaryReaderTSV;
import org.omegat.util.Language;

/**
 * OmegaT's own manager of glossaries, watching the folder of a project from English to Taiwan's
 * Chinese, without a window. Prints all pairs that it has whenever they change: a line, each as
 * source=target, with bars between them. A line of standard input, source TAB target TAB comment,
 * is added as by "Create Glossary Entry". Ends with the input.
 *
 * usage: WatchedGlossaries FOLDER
 */
public class WatchedGlossaries extends GlossaryManager {
    private WatchedGlossaries() {
        super(null);
    }

    @Override
    public void fileChanged(File file) {
        try {
            super.fileChanged(file);
        } catch (NullPointerException noWindow) {
            // The last thing that it does is to draw again, and there is nothing to draw in.
        }
    }

    private String pairs() {
        TreeSet<String> pairs = new TreeSet<String>();
        for (GlossaryEntry entry : getGlossaryEntries("")) {
            pairs.add(entry.getSrcText() + "=" + entry.getLocText());
        }
        return String.join("|", pairs);
    }

    public static void main(String[] arguments) throws Exception {
        final File folder = new File(arguments[0]);
        final File writable = new File(folder, "glossary.txt");
        final PrintStream out = new PrintStream(System.out, true, "UTF-8");
        System.setProperty("com.sun.xml.bind.v2.bytecode.ClassTailor.noOptimize", "true");
        final ProjectProperties properties = new ProjectProperties(new File("stub")) {
            public String getGlossaryRoot() { return folder.getPath(); }
            public String getWriteableGlossary() { return writable.getPath(); }
            public Language getSourceLanguage() { return new Language("en"); }
            public Language getTargetLanguage() { return new Language("zh-TW"); }
        };
        Core.setProject(new NotLoadedProject() {
            public ProjectProperties getProjectProperties() { return properties; }
        });
        final WatchedGlossaries manager = new WatchedGlossaries();
        manager.start();
        Thread watcher = new Thread() {
            public void run() {
                for (String before = null;;) {
                    String now = manager.pairs();
                    if (!now.equals(before)) {
                        out.println(now);
                    }
                    before = now;
                    try {
                        Thread.sleep(100);
                    } catch (InterruptedException ended) {
                        return;
                    }
                }
            }
        };
        watcher.setDaemon(true);
        watcher.start();
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, "UTF-8"));
        for (String line; (line = in.readLine()) != null;) {
            String[] cells = line.split("\t");
            GlossaryReaderTSV.append(writable, new GlossaryEntry(cells[0], cells[1], cells[2], true));
        }
        System.exit(0);
    }
}
