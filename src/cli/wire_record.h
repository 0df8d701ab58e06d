#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "normalize/normalizer.h"
#include "record/record_batch.h"
#include "record/schema.h"

namespace doublon::cli {

// Rows of a file as records of the wire: each column goes under the name of its kind, custom
// columns under their folded header, ignored ones not at all. Dates of a column whose order is
// known are sent as YYYY-MM-DD, since the server cannot see the column. Holds scratch: one a
// thread.
class WireRecordWriter {
 public:
  explicit WireRecordWriter(const record::SourceSchema& schema);

  // Appends {"source":...,"record_id":...,FIELDS} of a row.
  void Append(const record::RecordBatch& batch, std::size_t row, std::string& out);

 private:
  struct WireField {
    std::string name;
    std::vector<std::size_t> columns;  // several columns of one kind become several values
  };
  void AppendValues(const WireField& field, const record::RecordBatch& batch, std::size_t row,
                    std::string& out);
  std::string DateText(std::size_t column, std::string_view cell);

  record::SourceSchema schema_;
  std::size_t id_column_;
  std::vector<WireField> fields_;
};

}  // namespace doublon::cli
