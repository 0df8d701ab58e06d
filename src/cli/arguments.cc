#include "cli/arguments.h"

#include <algorithm>
#include <charconv>
#include <cstdio>

#include "CLI/CLI.hpp"
#include "cli/memory_size.h"
#include "cli/simd_target.h"
#include "cli/suggestion.h"
#include "fmt/format.h"
#include "fmt/ranges.h"
#include "normalize/normalizer.h"

#ifndef DOUBLON_VERSION
#define DOUBLON_VERSION "unknown"
#endif

namespace doublon::cli {

namespace {

// Checks of our own: CLI11 would print theirs behind the option's type, and takes -1 for a large
// number.
CLI::Validator WholeNumber(std::uint64_t max) {
  return CLI::Validator(
      [max](const std::string& text) {
        std::uint64_t number = 0;
        const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
        const bool good = error == std::errc() && end == text.data() + text.size() && number <= max;
        return good ? std::string()
                    : fmt::format("\"{}\" is no whole number from 0 to {}", text, max);
      },
      "");
}

CLI::Validator Share(double max) {
  return CLI::Validator(
      [max](const std::string& text) {
        double share = 0;
        const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), share);
        const bool good =
            error == std::errc() && end == text.data() + text.size() && share > 0 && share <= max;
        return good ? std::string()
                    : fmt::format("\"{}\" is no number above 0 and up to {}", text, max);
      },
      "");
}

CLI::Validator OneOf(std::vector<std::string> words) {
  return CLI::Validator(
      [words = std::move(words)](const std::string& text) {
        if (std::find(words.begin(), words.end(), text) != words.end()) return std::string();
        return fmt::format("\"{}\" is none of {}", text, fmt::join(words, ", "));
      },
      "");
}

CLI::Validator MemorySize() {
  return CLI::Validator(
      [](std::string& text) {
        const std::optional<std::uint64_t> bytes = ParseMemorySize(text);
        if (!bytes) return fmt::format("\"{}\" is no size like 500MiB or 4GiB", text);
        text = std::to_string(*bytes);
        return std::string();
      },
      "");
}

constexpr std::uint64_t kCandidatesMax = 10'000;
constexpr std::uint64_t kThreadsMax = 1024;

void AddInput(CLI::App* command, InputArguments* input) {
  command
      ->add_option("--id", input->id_column,
                   "column with the row's id (default: id, rec_id, else its number)")
      ->type_name("COL");
  command->add_option("--config", input->config, "what columns hold, as `doublon init` writes it")
      ->type_name("FILE");
  command->add_option("--threads", input->threads, "worker threads (default: one a core)")
      ->type_name("N")
      ->check(WholeNumber(kThreadsMax));
  command->add_flag("--strict", input->strict, "stop at the first row that cannot be taken");
  command->add_flag("--quiet", input->quiet, "say nothing but errors");
}

void AddBatch(CLI::App* command, BatchArguments* batch) {
  command
      ->add_option("files", batch->input.files,
                   "CSV, TSV or NDJSON, plain or .gz; - for standard input")
      ->required()
      ->type_name("FILE");
  command->add_option("--out", batch->out, "entity of every row, CSV (default: standard output)")
      ->type_name("FILE");
  AddInput(command, &batch->input);
  command
      ->add_option("--max-false-merge-rate", batch->false_merge_rate,
                   "share of merged pairs that may be wrong (default 0.001)")
      ->type_name("R")
      ->check(Share(0.5));
  command->add_option("--objective", batch->objective, "f1: the best expected F1 instead")
      ->type_name("f1")
      ->check(OneOf({"f1", "promise"}));
  command->add_option("--review", batch->review, "pairs a person should look at")
      ->type_name("FILE");
  command->add_option("--review-max", batch->review_max, "at most so many (default 1000)")
      ->type_name("N")
      ->check(WholeNumber(~std::uint64_t{0}));
  command->add_option("--model", batch->model, "use this model instead of learning one")
      ->type_name("FILE");
  command->add_option("--model-out", batch->model_out, "write the model that was learnt")
      ->type_name("FILE");
  command
      ->add_option("--rejects", batch->rejects,
                   "rows that could not be taken (default: OUT.rejects.csv)")
      ->type_name("FILE");
  command
      ->add_option("--explain-out", batch->explain_out,
                   "why each merged pair is one person, NDJSON")
      ->type_name("FILE");
  command->add_option("--decisions", batch->decisions, "judged pairs to keep together or apart")
      ->type_name("FILE");
  command->add_option("--labels", batch->labels, "judged pairs to learn from")->type_name("FILE");
  command->add_flag("--households", batch->households, "a column household_id beside entity_id");
  command->add_option("--pairs", batch->pairs, "every pair compared: log2 odds, levels")
      ->type_name("FILE");
  command->add_option("--stats", batch->stats, "counts and seconds of each stage, JSON")
      ->type_name("FILE");
  command
      ->add_option("--candidates", batch->candidates,
                   "compare a record with up to so many (default: few)")
      ->type_name("N")
      ->check(WholeNumber(kCandidatesMax));
  command->add_flag("--plan", batch->plan, "say what the run would take, and stop");
  command
      ->add_option("--memory", batch->memory_bytes, "take no more, e.g. 4GiB (default: no limit)")
      ->type_name("SIZE")
      ->transform(MemorySize());
  command
      ->add_option("--temp", batch->temp, "folder for what does not fit it (default: the system's)")
      ->type_name("DIR");
}

// Help fits a screen: short usage lines, an example at the end.
void Style(CLI::App* command, const std::string& example) {
  command->footer("Example:\n  " + example);
  command->get_formatter()->column_width(32);
}

std::string DidYouMean(const std::string& suggestion) {
  return suggestion.empty() ? std::string() : "; did you mean " + suggestion + "?";
}

std::vector<std::string> OptionNames(const CLI::App& command) {
  std::vector<std::string> names;
  for (const CLI::Option* option : command.get_options()) {
    for (const std::string& name : option->get_lnames()) names.push_back("--" + name);
  }
  return names;
}

// What the user got wrong, with what was probably meant; "" when CLI11 says it well enough.
std::string Mistake(const CLI::App& app, int argc, const char* const* argv) {
  const std::vector<CLI::App*> chosen = app.get_subcommands();
  if (chosen.empty()) {
    if (argc < 2 || argv[1][0] == '-') return {};
    std::vector<std::string> names;
    for (const CLI::App* command : app.get_subcommands([](const CLI::App*) { return true; })) {
      names.push_back(command->get_name());
    }
    return fmt::format("there is no command \"{}\"{}", argv[1],
                       DidYouMean(Suggestion(argv[1], names)));
  }
  for (const std::string& word : chosen[0]->remaining()) {
    if (word.size() < 2 || word[0] != '-') continue;
    const std::string option = word.substr(0, word.find('='));  // not the value: it may be anything
    return fmt::format("{} has no option {}{}", chosen[0]->get_name(), option,
                       DidYouMean(Suggestion(option, OptionNames(*chosen[0]))));
  }
  return {};
}

}  // namespace

bool ParseArguments(int argc, const char* const* argv, Arguments* arguments, int* exit_code) {
  CLI::App app(
      "doublon finds the records that are the same person, in files and before they are loaded.",
      "doublon");
  app.set_version_flag("--version", "doublon " DOUBLON_VERSION);
  app.require_subcommand(1);
  Style(&app, "doublon dedupe voters.csv donors.csv --out entities.csv");
  app.footer(fmt::format(
      "{}\n\nEnvironment:\n  DOUBLON_SIMD={}\n    keeps to these instructions, for tests",
      app.get_footer(), fmt::join(SimdTargets(), "|")));

  CLI::App* dedupe = app.add_subcommand("dedupe", "find duplicates in and across files");
  AddBatch(dedupe, &arguments->batch);
  Style(dedupe, "doublon dedupe voters.csv donors.csv --out entities.csv --review review.csv");

  CLI::App* link = app.add_subcommand("link", "find the same persons across files only");
  AddBatch(link, &arguments->batch);
  link->add_option("--unique", arguments->batch.unique,
                   "a source that holds each person once (else learnt)")
      ->type_name("SOURCE");
  Style(link, "doublon link census.csv register.csv --out entities.csv");

  CLI::App* train =
      app.add_subcommand("train", "learn a model from files and write it, for --model and serve");
  train->add_option("files", arguments->batch.input.files, "CSV, TSV or NDJSON, plain or .gz")
      ->required()
      ->type_name("FILE");
  train->add_option("--model-out", arguments->batch.model_out, "where to write the model")
      ->required()
      ->type_name("FILE");
  train->add_option("--labels", arguments->batch.labels, "judged pairs to learn from as well")
      ->type_name("FILE");
  train
      ->add_option("--max-false-merge-rate", arguments->batch.false_merge_rate,
                   "promise of its threshold (default 0.001)")
      ->type_name("R")
      ->check(CLI::Range(1e-9, 0.5));
  AddInput(train, &arguments->batch.input);
  Style(train, "doublon train voters.csv donors.csv --model-out model.json");

  CLI::App* init =
      app.add_subcommand("init", "write doublon.toml: what each column is taken for, and why");
  init->add_option("files", arguments->init.input.files, "the files")
      ->required()
      ->type_name("FILE");
  init->add_option("--out", arguments->init.out,
                   "where to write (default doublon.toml; - for standard output)")
      ->type_name("FILE");
  init->add_flag("--force", arguments->init.force, "overwrite an existing file");
  init->add_option("--id", arguments->init.input.id_column, "column with the row's id")
      ->type_name("COL");
  Style(init, "doublon init voters.csv donors.csv");

  CLI::App* normalize = app.add_subcommand("normalize", "show values as they are compared");
  // A check of its own: CLI11 would print the whole list on the option's line.
  const CLI::Validator known_kind(
      [](const std::string& name) {
        const std::vector<std::string>& kinds = normalize::CanonicalKinds();
        return std::find(kinds.begin(), kinds.end(), name) != kinds.end() ? std::string()
                                                                          : "no such kind: " + name;
      },
      "");
  normalize
      ->add_option("--kind", arguments->normalize.kind,
                   "what the lines of standard input are, see below")
      ->type_name("KIND")
      ->check(known_kind);
  normalize
      ->add_option("file", arguments->normalize.input.files,
                   "its rows with canonical values and flags")
      ->expected(0, 1)
      ->type_name("FILE");
  normalize->add_option("--locale", arguments->normalize.locale, "rules of --kind (default fr)")
      ->type_name("")
      ->check(CLI::IsMember({"fr", "en", "generic"}));
  normalize
      ->add_option("--out", arguments->normalize.out, "where to write (default: standard output)")
      ->type_name("FILE");
  normalize->add_flag("--keys", arguments->normalize.keys, "phonetic keys and block keys as well");
  normalize->add_flag("--report", arguments->normalize.report,
                      "counts per field, flag and repair, on standard error");
  AddInput(normalize, &arguments->normalize.input);
  Style(normalize, "doublon normalize voters.csv --out voters.normalized.csv --report");
  normalize->footer(
      "Kinds: given family full email phone dob address city postcode country gender text "
      "identifier\n"
      "       number fr_key\n" +
      normalize->get_footer());

  CLI::App* explain =
      app.add_subcommand("explain", "why two rows are, or are not, taken for one person");
  explain->add_option("pair", arguments->explain.pair, "FILE ID ID, or FILE ID FILE ID")
      ->required()
      ->expected(3, 4)
      ->type_name("FILE ID [FILE] ID");
  AddInput(explain, &arguments->explain.input);
  explain
      ->add_option("--model", arguments->explain.model,
                   "weigh by this model (default: learn from the files)")
      ->type_name("FILE");
  explain->add_option("--lang", arguments->explain.lang, "en or fr (default: the locale's)")
      ->check(CLI::IsMember({"en", "fr"}));
  explain->add_flag("--json", arguments->explain.json, "as JSON");
  Style(explain, "doublon explain voters.csv 17 donors.csv D-204");

  CLI::App* evaluate = app.add_subcommand("evaluate", "compare entities with the truth");
  evaluate
      ->add_option("prediction", arguments->evaluate.prediction, "entities.csv as dedupe writes it")
      ->required()
      ->type_name("FILE");
  auto* truth = evaluate
                    ->add_option("--truth", arguments->evaluate.truth,
                                 "CSV with id,entity or source,id,entity")
                    ->type_name("FILE");
  auto* judged = evaluate->add_option("--labels", arguments->evaluate.labels, "or judged pairs")
                     ->type_name("FILE");
  truth->excludes(judged);
  evaluate->add_flag("--across-sources", arguments->evaluate.across_sources_only,
                     "count pairs across sources only");
  evaluate->add_flag("--json", arguments->evaluate.json, "as JSON");
  Style(evaluate, "doublon evaluate entities.csv --truth truth.csv");

  CLI::App* generate =
      app.add_subcommand("generate", "invented French contact lists with their truth");
  generate->add_option("--rows", arguments->generate.rows, "rows over all lists (default 10000)")
      ->type_name("N")
      ->check(WholeNumber(~std::uint64_t{0}));
  generate->add_option("--seed", arguments->generate.seed, "same seed, same lists (default 1)")
      ->type_name("S")
      ->check(WholeNumber(~std::uint64_t{0}));
  generate->add_option("--out", arguments->generate.out, "folder to write to")
      ->required()
      ->type_name("DIR");
  generate->add_option("--threads", arguments->generate.threads, "worker threads")
      ->type_name("N")
      ->check(WholeNumber(kThreadsMax));
  Style(generate, "doublon generate --rows 100000 --seed 7 --out lists");

  CLI::App* serve =
      app.add_subcommand("serve", "answer match and add requests over TCP, one JSON object a line");
  serve
      ->add_option("--listen", arguments->serve.listen, "address and port (default 127.0.0.1:7171)")
      ->type_name("HOST:PORT");
  serve
      ->add_option("--data", arguments->serve.data,
                   "folder to keep records in (default :memory:, nothing kept)")
      ->type_name("DIR");
  serve
      ->add_option("--model", arguments->serve.model,
                   "model.json of dedupe --model-out (default: built in)")
      ->type_name("FILE");
  serve->add_option("--threads", arguments->serve.threads, "scoring threads")
      ->type_name("N")
      ->check(WholeNumber(kThreadsMax));
  serve->add_flag("--remake-entities", arguments->serve.remake_entities,
                  "take a store that another model made: its entities anew");
  serve->add_flag("--insecure", arguments->serve.insecure,
                  "allow listening beyond this machine, without TLS");
  serve->add_flag("--log", arguments->serve.log,
                  "access log on standard error: operations and ids, no personal data");
  Style(serve, "doublon serve --data /var/lib/doublon --model model.json");
  serve->footer(
      "Limits (op hello tells them all): 1,024 connections; lines of 1 MiB; 10,000 records, 1,024 "
      "requests\n"
      "in flight and 4 MiB of unread answers a connection. SIGTERM answers what was received, then "
      "ends.\n" +
      serve->get_footer());

  CLI::App* client = app.add_subcommand("client", "send lists to a server and write its answers");
  client
      ->add_option("--server", arguments->client.server,
                   "address and port (default 127.0.0.1:7171)")
      ->type_name("HOST:PORT");
  auto* match = client
                    ->add_option("--match", arguments->client.match_files,
                                 "ask about each row, store nothing")
                    ->type_name("FILE");
  auto* add =
      client->add_option("--add", arguments->client.add_files, "add each row: insert or replace")
          ->type_name("FILE");
  client
      ->add_option("--out", arguments->client.out,
                   "answers, in order: .csv for CSV, else NDJSON (default: stdout)")
      ->type_name("FILE");
  client->add_option("--id", arguments->client.id_column, "column with the row's id")
      ->type_name("COL");
  client->add_option("--config", arguments->client.config, "what columns hold")->type_name("FILE");
  client->add_flag("--quiet", arguments->client.quiet, "say nothing but errors");
  Style(client, "doublon client --add voters.csv donors.ndjson --out answers.csv");
  client->footer("Files: CSV, TSV or NDJSON, plain or .gz; - for standard input.\n" +
                 client->get_footer());

  try {
    app.parse(argc, argv);
    if (client->parsed() && match->count() == 0 && add->count() == 0)
      throw CLI::RequiredError("--match FILE or --add FILE");
    if (match->count() > 0 && add->count() > 0)
      throw CLI::ValidationError("client", "--match and --add exclude each other");
    if (evaluate->parsed() && arguments->evaluate.truth.empty() &&
        arguments->evaluate.labels.empty()) {
      throw CLI::RequiredError("--truth FILE or --labels FILE");
    }
    if (normalize->parsed() && arguments->normalize.kind.empty() &&
        arguments->normalize.input.files.empty()) {
      throw CLI::RequiredError("FILE or --kind KIND");
    }
    if (!arguments->normalize.kind.empty() &&
        (!arguments->normalize.input.files.empty() || arguments->normalize.keys ||
         arguments->normalize.report)) {
      throw CLI::ValidationError("--kind",
                                 "reads standard input: no FILE, --keys or --report with it");
    }
  } catch (const CLI::Success& success) {
    *exit_code = app.exit(success);
    return false;
  } catch (const CLI::ParseError& error) {
    const std::string mistake = Mistake(app, argc, argv);
    std::fprintf(stderr, "doublon: %s\nTry `doublon%s%s --help`.\n",
                 mistake.empty() ? error.what() : mistake.c_str(),
                 app.get_subcommands().empty() ? "" : " ",
                 app.get_subcommands().empty() ? "" : app.get_subcommands()[0]->get_name().c_str());
    *exit_code = kUsage;
    return false;
  }
  arguments->command = app.get_subcommands()[0]->get_name();
  arguments->batch.link = arguments->command == "link";
  arguments->batch.train = arguments->command == "train";
  return true;
}

}  // namespace doublon::cli
