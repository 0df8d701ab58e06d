#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace doublon::cli {

// Exit codes (DESIGN §4).
enum ExitCode : int { kDone = 0, kBadInput = 1, kUsage = 2, kInternal = 3 };

// What every command on files takes.
struct InputArguments {
  std::vector<std::string> files;
  std::string id_column;
  std::string config;
  unsigned threads = 0;  // 0 = one a core
  bool quiet = false;
  bool strict = false;  // stop at the first row that cannot be taken
};

struct BatchArguments {
  InputArguments input;
  bool link = false;
  std::string out = "-";
  std::string review;
  std::uint64_t review_max = 1000;
  std::string model;
  std::string model_out;
  std::string stats;
  std::string explain_out;
  std::string pairs;
  std::string decisions;
  std::string labels;
  bool households = false;
  bool train = false;  // learn and write the model only
  std::string rejects;
  double false_merge_rate = 0.001;
  std::string objective = "promise";
  std::uint32_t candidates = 0;    // a record, about; 0 = what the list needs
  bool plan = false;               // say what the run would take, and stop
  std::uint64_t memory_bytes = 0;  // 0 = no limit
  std::string temp;                // folder for what does not fit it
  std::vector<std::string> unique;
};

struct InitArguments {
  InputArguments input;
  std::string out = "doublon.toml";
  bool force = false;
};

struct NormalizeArguments {
  InputArguments input;  // one file, or none with `kind`
  std::string kind;      // lines of standard input are values of this kind
  std::string locale = "fr";
  std::string out = "-";
  bool keys = false;
  bool report = false;
};

struct ExplainArguments {
  InputArguments input;           // files filled from `pair`
  std::vector<std::string> pair;  // FILE ID [FILE] ID
  std::string model;
  std::string lang;
  bool json = false;
};

struct EvaluateArguments {
  std::string prediction;
  std::string truth;
  std::string labels;
  bool across_sources_only = false;
  bool json = false;
};

struct GenerateArguments {
  std::uint64_t rows = 10000;
  std::uint64_t seed = 1;
  std::string out;
  unsigned threads = 0;
};

struct ServeArguments {
  std::string listen = "127.0.0.1:7171";
  std::string data = ":memory:";
  std::string model;
  unsigned threads = 0;
  bool remake_entities = false;
  bool insecure = false;
  bool log = false;
};

struct ClientArguments {
  std::string server = "127.0.0.1:7171";
  std::vector<std::string> match_files, add_files;  // one of the two is empty
  std::string out = "-";
  std::string id_column;
  std::string config;
  bool quiet = false;
};

// One subcommand is chosen; only its arguments are filled.
struct Arguments {
  std::string command;
  BatchArguments batch;
  InitArguments init;
  NormalizeArguments normalize;
  ExplainArguments explain;
  EvaluateArguments evaluate;
  GenerateArguments generate;
  ServeArguments serve;
  ClientArguments client;
};

// Parses the command line. On --help, --version and mistakes it prints and returns false with
// *exit_code set.
bool ParseArguments(int argc, const char* const* argv, Arguments* arguments, int* exit_code);

}  // namespace doublon::cli
