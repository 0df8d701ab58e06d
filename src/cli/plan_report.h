#pragma once

#include <optional>
#include <string>

#include "base/status.h"
#include "cli/arguments.h"
#include "engine/run_plan.h"

namespace doublon::cli {

// What --plan says, for people and as JSON.
std::string DescribePlan(const engine::RunPlan& plan, std::size_t threads);
std::string PlanJson(const engine::RunPlan& plan, std::size_t threads);

// Whether a run so planned can keep to --memory, with --temp. Errors (FailedPrecondition): less
// memory than it needs, with the least that will do; a folder where no file can be made, or with
// too little space.
Status CheckMemory(const BatchArguments& arguments, const engine::RunPlan& plan);

}  // namespace doublon::cli
