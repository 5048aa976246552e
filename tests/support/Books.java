import com.adobe.epubcheck.tool.EpubChecker;
import java.io.PrintStream;
import java.util.Scanner;

/** Checks one e-book after the other: each line that comes in is the path of one, and `.json` beside it what is said. */
public class Books {
    public static void main(String[] none) {
        PrintStream done = System.out;
        Scanner paths = new Scanner(System.in, "UTF-8");
        while (paths.hasNextLine()) {
            String path = paths.nextLine();
            new EpubChecker().run(new String[] {"--quiet", "--json", path + ".json", path});
            done.println(path);
            done.flush();
        }
    }
}
