#include <cstdio>

#include "cli/commands.h"
#include "cli/inputs.h"
#include "model/model.h"
#include "server/server.h"
#include "service/service.h"

namespace doublon::cli {

namespace {

// A wrong option, model or folder is the user's to mend; what happens while serving is not.
int FailStart(const Status& status) {
  return Fail(FailedPrecondition(std::string(status.message())));
}

}  // namespace

int RunServe(const ServeArguments& arguments) {
  server::ServerOptions options;
  if (const Status status = options.SetListen(arguments.listen); !status.ok())
    return FailStart(status);
  options.insecure = arguments.insecure;
  options.log = arguments.log;
  options.worker_count = arguments.threads;
  if (const Status status = options.Validate(); !status.ok()) return FailStart(status);

  std::shared_ptr<const model::Model> model = model::Model::BuiltIn();
  if (!arguments.model.empty()) {
    auto loaded = model::Model::Load(arguments.model);
    if (!loaded.ok()) return FailStart(loaded.status());
    model = *loaded;
  }
  service::ServiceOptions service_options;
  service_options.data = arguments.data;
  service_options.limits = options.limits;
  service_options.remake_entities = arguments.remake_entities;
  auto service = service::Service::Open(service_options, model);
  if (!service.ok()) return FailStart(service.status());
  const Status served = server::Run(options, **service, [](std::string_view endpoint) {
    std::printf("listening on %.*s\n", static_cast<int>(endpoint.size()), endpoint.data());
    std::fflush(stdout);
  });
  return served.ok() ? kDone : Fail(served);
}

}  // namespace doublon::cli
