// SPDX-License-Identifier: Apache-2.0
package io.eyrie.bench.json;

import static io.eyrie.bench.json.Draw.array;
import static io.eyrie.bench.json.Draw.member;
import static io.eyrie.bench.json.Draw.object;
import static io.eyrie.bench.json.Draw.text;
import static io.eyrie.bench.json.Draw.texts;

import java.util.ArrayList;
import java.util.List;

/** Deliveries with whole repositories and users in them, and short records of the audit log. */
final class DrawnGitHub implements DrawnRecords {

  private static final String API = "https://api.github.example/";

  @Override
  public String record(Draw draw, int number) {
    return draw.once(3) ? audit(draw, number) : delivery(draw, number);
  }

  private static String audit(Draw draw, int number) {
    return object(
        member("@timestamp", Long.toString(draw.time(number).toEpochMilli())),
        text("_document_id", draw.letters(22)),
        text(
            "action",
            draw.once(200)
                ? draw.of("repo.access", "hook.create", "org.disable_two_factor_requirement")
                : draw.of("git.clone", "workflows.completed_workflow_run", "pull_request.create")),
        text("actor", "user-" + draw.below(900)),
        text("actor_ip", draw.address()),
        member("actor_location", object(text("country_code", "DE"))),
        text("business", "example"),
        text("org", "example-org"),
        member("org_id", "12345678"),
        text("repo", "example-org/repo-" + draw.below(300)),
        text("operation_type", "create"),
        text("user_agent", "git/2.47.0"),
        text("programmatic_access_type", "Personal access token (classic)"),
        member("created_at", Long.toString(draw.time(number).toEpochMilli())));
  }

  private static String delivery(Draw draw, int number) {
    String repository = "example-org/repo-" + draw.below(300);
    boolean push = draw.below(3) > 0;
    List<String> members = new ArrayList<>();
    members.add(
        text("webhook_type", push ? "push" : draw.of("pull_request", "issue_comment", "member")));
    if (push) {
      members.add(text("ref", "refs/heads/main"));
      members.add(text("before", draw.hex(20)));
      members.add(text("after", draw.hex(20)));
      members.add(member("commits", array(List.of(commit(draw, number), commit(draw, number)))));
      members.add(member("head_commit", commit(draw, number)));
    } else {
      members.add(text("action", draw.of("opened", "created", "added")));
      members.add(
          member(
              "pull_request",
              object(
                  text("url", API + repository + "/pulls/1"),
                  member("number", Integer.toString(draw.below(9000))),
                  text("title", "Say what \"it\" is"),
                  text("body", "First line\nsecond line with a \u20ac sign\n\nand more of it"),
                  text("created_at", draw.time(number)),
                  member("user", user(draw)),
                  member("labels", "[]"),
                  member("draft", "false"),
                  member("merge_commit_sha", "null"))));
    }
    members.add(member("repository", repository(draw, repository)));
    members.add(member("organization", organization()));
    members.add(member("sender", user(draw)));
    return object(members.toArray(String[]::new));
  }

  private static String commit(Draw draw, int number) {
    return object(
        text("id", draw.hex(20)),
        text("tree_id", draw.hex(20)),
        member("distinct", "true"),
        text("message", "Make it so\n\nBecause it was not"),
        text("timestamp", draw.time(number)),
        member("author", object(text("name", "Ann"), text("email", "ann@example.com"))),
        member("added", texts("src/main/File" + draw.below(100) + ".java")),
        member("removed", "[]"),
        member("modified", texts("README.md", "src/main/Other.java")));
  }

  private static String user(Draw draw) {
    String login = "user-" + draw.below(900);
    List<String> members = new ArrayList<>();
    members.add(text("login", login));
    members.add(member("id", Integer.toString(draw.below(9_000_000))));
    members.add(text("node_id", draw.letters(20)));
    members.add(text("avatar_url", "https://avatars.github.example/u/1?v=4"));
    members.add(text("gravatar_id", ""));
    for (String kind :
        List.of(
            "",
            "/followers",
            "/following",
            "/gists",
            "/starred",
            "/subscriptions",
            "/orgs",
            "/repos",
            "/events",
            "/received_events")) {
      members.add(
          text(kind.isEmpty() ? "url" : kind.substring(1) + "_url", API + "users/" + login + kind));
    }
    members.add(text("type", "User"));
    members.add(member("site_admin", "false"));
    return object(members.toArray(String[]::new));
  }

  private static String organization() {
    return object(
        text("login", "example-org"),
        member("id", "12345678"),
        text("url", API + "orgs/example-org"),
        text("description", ""));
  }

  private static String repository(Draw draw, String name) {
    List<String> members = new ArrayList<>();
    members.add(member("id", Integer.toString(draw.below(9_000_000))));
    members.add(text("name", name.substring(name.indexOf('/') + 1)));
    members.add(text("full_name", name));
    members.add(member("private", Boolean.toString(draw.once(2))));
    members.add(member("owner", user(draw)));
    members.add(text("html_url", "https://github.com/" + name));
    members.add(member("description", "null"));
    for (String kind :
        List.of(
            "forks",
            "keys",
            "collaborators",
            "teams",
            "hooks",
            "issue_events",
            "events",
            "assignees",
            "branches",
            "tags",
            "blobs",
            "git_tags",
            "git_refs",
            "trees",
            "statuses",
            "languages",
            "stargazers",
            "contributors",
            "subscribers",
            "subscription",
            "commits",
            "git_commits",
            "comments",
            "issue_comment",
            "contents",
            "compare",
            "merges",
            "archive",
            "downloads",
            "issues",
            "pulls",
            "milestones",
            "notifications",
            "labels",
            "releases",
            "deployments")) {
      members.add(text(kind + "_url", API + "repos/" + name + "/" + kind + "{/id}"));
    }
    members.add(text("created_at", "2024-05-15T15:19:25Z"));
    members.add(member("size", Integer.toString(draw.below(100_000))));
    members.add(text("default_branch", "main"));
    members.add(member("has_issues", "true"));
    members.add(member("archived", "false"));
    return object(members.toArray(String[]::new));
  }
}
