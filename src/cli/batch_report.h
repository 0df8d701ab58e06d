#pragma once

#include <string>
#include <vector>

#include "base/status.h"
#include "cli/arguments.h"
#include "engine/batch_run.h"

namespace doublon::cli {

// What each file and column was taken for: a few lines a file.
std::string DescribeSources(const std::vector<engine::Source>& sources);

// The end of a run in about ten lines.
std::string DescribeResult(const BatchArguments& arguments, const engine::PreparedRun& run,
                           const engine::BatchResult& result, double seconds);

// The same in JSON, with the seconds of each stage.
std::string StatsJson(const engine::PreparedRun& run, const engine::BatchResult& result,
                      const engine::StageClock& stages);

// Says what is wrong with rows: "FILE:LINE: column N: reason". Rejected rows beyond `shown_max`
// only as a count.
std::string DescribeIssues(const std::vector<record::RowIssue>& issues, std::size_t shown_max);

// file,line,column,reason of every rejected row.
std::string RejectsCsv(const std::vector<record::RowIssue>& issues);

}  // namespace doublon::cli
