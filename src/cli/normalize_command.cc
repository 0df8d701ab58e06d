#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <string>

#include "cli/commands.h"
#include "cli/inputs.h"
#include "cli/normalized_file.h"
#include "io/writer.h"
#include "normalize/normalizer.h"

namespace doublon::cli {

namespace {

// A longer line is no value of a contact list; it is answered <invalid> and its bytes are not kept.
constexpr std::size_t kLineBytesMax = 1 << 20;

// Answers each line of standard input in turn. What has been read is answered before more is waited
// for, so that the command can sit in a pipe or be talked to.
class LineNormalizer {
 public:
  LineNormalizer(const NormalizeArguments& arguments, io::OutputFile& out)
      : kind_(arguments.kind),
        locale_(record::LocaleFromName(arguments.locale).value_or(record::Locale::kFrench)),
        out_(out) {}

  void Take(std::string_view bytes) {
    while (!bytes.empty()) {
      const std::size_t end = bytes.find('\n');
      const std::string_view part = bytes.substr(0, end);
      Keep(part);
      if (end == std::string_view::npos) return;
      Answer();
      bytes.remove_prefix(end + 1);
    }
  }
  // A last line without a line end.
  void Finish() {
    if (!line_.empty() || too_long_) Answer();
  }

 private:
  void Keep(std::string_view part) {
    too_long_ = too_long_ || line_.size() + part.size() > kLineBytesMax;
    if (too_long_) {
      line_.clear();
    } else {
      line_ += part;
    }
  }
  void Answer() {
    if (line_.ends_with('\r')) line_.pop_back();
    if (too_long_) {
      canonical_ = "<invalid>";
    } else {
      normalize::CanonicalText(kind_, line_, locale_, canonical_);
    }
    canonical_ += '\n';
    out_.Append(canonical_);
    line_.clear();
    too_long_ = false;
  }

  const std::string& kind_;
  const record::Locale locale_;
  io::OutputFile& out_;
  std::string line_, canonical_;
  bool too_long_ = false;
};

int NormalizeLines(const NormalizeArguments& arguments) {
  auto out = io::OutputFile::Create(arguments.out);
  if (!out.ok()) return Fail(out.status());
  LineNormalizer lines(arguments, *out);
  std::string block(1 << 16, '\0');
  while (true) {
    const ssize_t count = read(STDIN_FILENO, block.data(), block.size());
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) return Fail(DataLoss(std::string("standard input: ") + std::strerror(errno)));
    if (count == 0) break;
    lines.Take(std::string_view(block).substr(0, static_cast<std::size_t>(count)));
    out->Flush();
  }
  lines.Finish();
  const Status closed = out->Close();
  return closed.ok() ? kDone : Fail(closed);
}

}  // namespace

int RunNormalize(const NormalizeArguments& arguments) {
  return arguments.kind.empty() ? NormalizeFile(arguments) : NormalizeLines(arguments);
}

}  // namespace doublon::cli
