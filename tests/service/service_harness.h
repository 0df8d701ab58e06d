#pragma once

#include <stdlib.h>

#include <filesystem>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "protocol/request_parser.h"
#include "service/service.h"
#include "temp_folder.h"

namespace doublon::service {

using tests::TempFolder;

// A service that is asked line by line, as a server would.
class Harness {
 public:
  explicit Harness(const ServiceOptions& options = {}, bool load = true) : parser_(options.limits) {
    auto opened = Service::Open(options, model::Model::BuiltIn());
    status_ = opened.status();
    if (!opened.ok()) return;
    service_ = *std::move(opened);
    if (load) status_ = service_->Load();
  }
  explicit Harness(const std::string& directory) : Harness(OptionsFor(directory)) {}

  static ServiceOptions OptionsFor(const std::string& directory) {
    ServiceOptions options;
    options.data = directory;
    return options;
  }

  const Status& status() const { return status_; }
  Service& service() { return *service_; }

  // The answer line, without its end.
  std::string Ask(std::string_view line, Clock::time_point received = Clock::now()) {
    std::string answer = AskGroup({std::string(line)}, received);
    if (!answer.empty()) answer.pop_back();
    return answer;
  }

  // Writes in a row are one group; the answers come as one text.
  std::string AskGroup(const std::vector<std::string>& lines,
                       Clock::time_point received = Clock::now()) {
    std::vector<protocol::Request> requests;
    for (const std::string& line : lines) requests.push_back(parser_.Parse(line, ++line_number_));
    std::string answers;
    std::vector<PendingWrite> writes;
    for (const protocol::Request& request : requests) {
      if (!request.error && protocol::IsWrite(request.op)) {
        writes.push_back({&request, received, &answers, {}});
        continue;
      }
      service_->Apply(writes);
      writes.clear();
      service_->Answer(request, received, answers);
    }
    service_->Apply(writes);
    return answers;
  }

 private:
  std::unique_ptr<Service> service_;
  protocol::RequestParser parser_;
  Status status_;
  std::uint64_t line_number_ = 0;
};

// Invented persons. `n` makes them different persons; the same n with another form is the same
// person.
inline std::string Person(const std::string& record_id, int n, bool misspelt = false) {
  static const char* const kFamily[] = {"Lefèvre",  "Charpentier", "Guillaumin",
                                        "Bonnefoy", "Vasseur",     "Kerdoncuff"};
  static const char* const kGiven[] = {"Apolline", "Thibault", "Séverine",
                                       "Gaspard",  "Mireille", "Corentin"};
  static const char* const kCity[] = {"Quimper", "Annecy", "Bayonne", "Colmar", "Nevers", "Tarbes"};
  const int i = n % 6;
  std::string family = kFamily[i];
  if (misspelt) family += "e";
  return fmt::format(
      R"({{"source":"crm","record_id":"{}","family_name":"{}","given_name":"{}","birth_date":"{:02}/{:02}/{}",)"
      R"("email":"{}.{}@laposte.net","phone":"06{:08}","address":"{} rue des Lilas","postcode":"{:05}","city":"{}"}})",
      record_id, family, kGiven[(n / 6 + i) % 6], n % 28 + 1, n % 12 + 1, 1940 + n % 60,
      n * 7919 % 100'000, n, n * 1'000'003LL % 100'000'000, n % 90 + 1, 1000 + n * 911 % 90'000,
      kCity[i]);
}
inline std::string AddLine(const std::string& record_id, int n, bool misspelt = false) {
  return R"({"op":"add","record":)" + Person(record_id, n, misspelt) + "}";
}

// The number behind `"name":`, or 0.
inline std::uint64_t NumberIn(std::string_view answer, std::string_view name) {
  const std::size_t at = answer.find("\"" + std::string(name) + "\":");
  return at == std::string_view::npos
             ? 0
             : std::strtoull(answer.data() + at + name.size() + 3, nullptr, 10);
}

}  // namespace doublon::service
