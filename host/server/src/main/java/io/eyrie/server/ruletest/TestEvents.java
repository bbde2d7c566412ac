// SPDX-License-Identifier: Apache-2.0
package io.eyrie.server.ruletest;

import io.eyrie.engine.RuleSettings;
import io.eyrie.engine.trace.Sighting;
import io.eyrie.server.modules.LoadedPlugin;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** The events of a file of rule tests, for tools that want to look at them. */
public final class TestEvents {

  private final EventPlayer player;
  private final TestLoader.Ready ready;

  private TestEvents(EventPlayer player, TestLoader.Ready ready) {
    this.player = player;
    this.ready = ready;
  }

  /**
   * Reads a file of tests and loads the rules that it is about.
   *
   * @param name what messages call the file
   * @param settings what rules may name besides
   * @param scratch a folder for temporary files
   */
  public static TestEvents read(
      String name, Path path, List<LoadedPlugin> plugins, RuleSettings settings, Path scratch) {
    EventPlayer player = new EventPlayer(plugins, scratch);
    TestLoader loader =
        new TestLoader(LoadedPlugin.declarations(plugins), settings, player::readable);
    return new TestEvents(player, loader.load(name, path, _ -> true));
  }

  /** Why the events can't be played, each as text for people; empty when they can. */
  public List<String> refusals() {
    return ready.refusals();
  }

  /** The rules; empty when there are refusals. */
  public Optional<RuleLoad> rules() {
    return Optional.ofNullable(ready.load());
  }

  /** Is told of each event. */
  @FunctionalInterface
  public interface Audience {
    /**
     * An event.
     *
     * @param source the name of its source
     * @param label where it comes from, for people
     */
    void event(String source, String label, Sighting sighting);
  }

  /**
   * Plays the events of all tests in their order.
   *
   * @return what could not be judged, for people
   */
  public List<String> play(Audience audience) throws InterruptedException {
    List<String> troubles = new java.util.ArrayList<>();
    for (BoundTest test : ready.tests()) {
      player.play(
          test,
          sighting ->
              audience.event(
                  test.source(),
                  "event " + sighting.number() + " of test '" + test.test().name().text() + "'",
                  sighting),
          (event, reason) -> troubles.add(event.span().place() + ": " + reason));
    }
    return troubles;
  }
}
