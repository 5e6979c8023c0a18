#include "cli/Completions.h"

#include <string>
#include <vector>

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include "cli/CommandLine.h"

namespace glasscope::cli {

namespace {

struct Flag {
  std::string name;  ///< "--output"
  std::string help;  ///< its first line
};

std::vector<Flag> flagsOf(const CLI::App& app) {
  std::vector<Flag> flags;
  for (const CLI::Option* option : app.get_options()) {
    const std::string help = option->get_description();
    for (const std::string& name : option->get_lnames()) {
      flags.push_back({fmt::format("--{}", name), help.substr(0, help.find('\n'))});
    }
  }
  return flags;
}

std::string namesOf(const std::vector<Flag>& flags) {
  std::string names;
  for (const Flag& flag : flags) names += fmt::format("{}{}", names.empty() ? "" : " ", flag.name);
  return names;
}

/// Within single quotes of a shell: the quote itself ends them, stands alone and begins them again.
std::string quoted(const std::string& text) {
  std::string out = "'";
  for (const char c : text) out += c == '\'' ? std::string("'\\''") : std::string(1, c);
  out += '\'';
  return out;
}

/// Of zsh's lists of values: a colon ends the name, brackets belong to the list.
std::string zshText(const std::string& text) {
  std::string out;
  for (const char c : text) {
    if (c == ':' || c == '[' || c == ']' || c == '\\') out += '\\';
    out += c;
  }
  return out;
}

std::string verbNames() {
  std::string names;
  for (const Verb& verb : verbs())
    names += fmt::format("{}{}", names.empty() ? "" : " ", verb.name);
  return names;
}

}  // namespace

std::string bashCompletion() {
  Invocation invocation;
  CLI::App app;
  describeCommandLine(app, invocation);
  const std::string common = namesOf(flagsOf(app));
  std::string cases;
  for (const Verb& verb : verbs()) {
    cases += fmt::format("    {}) options=\"{} {}\" ;;\n", verb.name,
                         namesOf(flagsOf(*app.get_subcommand(verb.name))), common);
  }
  return fmt::format(R"(# bash completion of glasscope
_glasscope() {{
  local current=${{COMP_WORDS[COMP_CWORD]}} verb= word options="{0}"
  for word in "${{COMP_WORDS[@]:1:COMP_CWORD-1}}"; do
    case $word in
      -*) ;;
      *) verb=$word; break ;;
    esac
  done
  case $verb in
{1}  esac
  if [[ $current == -* ]]; then
    COMPREPLY=($(compgen -W "$options" -- "$current"))
  elif [[ -z $verb ]]; then
    COMPREPLY=($(compgen -W "{2}" -- "$current"))
  elif [[ $verb == help ]]; then
    COMPREPLY=($(compgen -W "case conventions {2}" -- "$current"))
  else
    COMPREPLY=($(compgen -f -- "$current"))
  fi
}}
complete -o filenames -F _glasscope glasscope
)",
                     common, cases, verbNames());
}

std::string zshCompletion() {
  Invocation invocation;
  CLI::App app;
  describeCommandLine(app, invocation);
  std::string names, cases;
  for (const Verb& verb : verbs()) {
    names += fmt::format("    {}\n",
                         quoted(fmt::format("{}:{}", zshText(verb.name), zshText(verb.summary))));
    std::string flags;
    for (const Flag& flag : flagsOf(*app.get_subcommand(verb.name))) {
      flags += fmt::format(" {}", quoted(fmt::format("{}[{}]", flag.name, zshText(flag.help))));
    }
    cases += fmt::format("    {}) _arguments{} '*:file:_files' ;;\n", verb.name, flags);
  }
  return fmt::format(R"(#compdef glasscope
_glasscope() {{
  local -a verbs=(
{0}  )
  if (( CURRENT == 2 )); then
    _describe 'verb' verbs
    return
  fi
  case $words[2] in
{1}  esac
}}
_glasscope "$@"
)",
                     names, cases);
}

std::string fishCompletion() {
  Invocation invocation;
  CLI::App app;
  describeCommandLine(app, invocation);
  std::string out = "# fish completion of glasscope\n";
  for (const Verb& verb : verbs()) {
    out += fmt::format("complete -c glasscope -n __fish_use_subcommand -a {} -d {}\n", verb.name,
                       quoted(verb.summary));
    for (const Flag& flag : flagsOf(*app.get_subcommand(verb.name))) {
      out += fmt::format("complete -c glasscope -n '__fish_seen_subcommand_from {}' -l {} -d {}\n",
                         verb.name, flag.name.substr(2), quoted(flag.help));
    }
  }
  return out;
}

}  // namespace glasscope::cli
