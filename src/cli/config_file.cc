#include "cli/config_file.h"

#include <fstream>
#include <sstream>

#include "toml++/toml.h"

namespace doublon::cli {

namespace {

Status At(const std::string& path, const toml::node& node, std::string_view message) {
  return InvalidArgument(fmt::format("{}:{}: {}", path, node.source().begin.line, message));
}

Status ReadColumns(const std::string& path, const toml::node& node, const std::string& source,
                   engine::SourceOptions* options) {
  const toml::table* columns = node.as_table();
  if (columns == nullptr)
    return At(path, node, "\"columns\" must be a table of \"header\" = \"kind\"");
  for (const auto& [header, value] : *columns) {
    const auto name = value.value<std::string>();
    const auto kind = name ? record::KindFromName(*name) : std::nullopt;
    if (!kind) {
      return At(path, value,
                fmt::format("column \"{}\": no such kind; kinds are given_name, family_name, "
                            "birth_name, full_name, "
                            "title, gender, birth_date, email, phone, address, postcode, city, "
                            "country, text, category, "
                            "number, date, identifier, record_id, ignored",
                            std::string(header.str())));
    }
    options->columns.push_back({source, std::string(header.str()), *kind});
  }
  return OkStatus();
}

Status ReadLocale(const std::string& path, const toml::node& node, const std::string& source,
                  engine::SourceOptions* options) {
  const auto name = node.value<std::string>();
  const auto locale = name ? record::LocaleFromName(*name) : std::nullopt;
  if (!locale) return At(path, node, "\"locale\" must be \"fr\", \"en\" or \"generic\"");
  options->locales.push_back({source, *locale});
  return OkStatus();
}

Status ReadSources(const std::string& path, const toml::node& node,
                   engine::SourceOptions* options) {
  const toml::table* sources = node.as_table();
  if (sources == nullptr) return At(path, node, "\"source\" must be a table of sources");
  for (const auto& [source, value] : *sources) {
    const toml::table* table = value.as_table();
    if (table == nullptr) return At(path, value, "a source must be a table");
    for (const auto& [key, inner] : *table) {
      if (key == "locale") {
        RETURN_IF_ERROR(ReadLocale(path, inner, std::string(source.str()), options));
        continue;
      }
      if (key != "columns")
        return At(
            path, inner,
            fmt::format("unknown key \"{}\"; known: columns, locale", std::string(key.str())));
      RETURN_IF_ERROR(ReadColumns(path, inner, std::string(source.str()), options));
    }
  }
  return OkStatus();
}

std::string Quoted(std::string_view text) {
  std::string out = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') out += '\\';
    if (static_cast<unsigned char>(c) < 0x20) {
      out += fmt::format("\\u{:04x}", static_cast<unsigned>(static_cast<unsigned char>(c)));
    } else {
      out += c;
    }
  }
  return out + '"';
}

// A shape inside a comment: quoted, without control characters.
std::string Printable(std::string_view shape) {
  std::string out = "'";
  for (const char c : shape) out += static_cast<unsigned char>(c) < 0x20 || c == '\x7f' ? '*' : c;
  return out + "'";
}

}  // namespace

Status ReadConfig(const std::string& path, engine::SourceOptions* options) {
  std::ifstream file(path);
  if (!file) return NotFound(fmt::format("{}: cannot read the configuration", path));
  std::stringstream text;
  text << file.rdbuf();
  toml::table root;
  try {
    root = toml::parse(text.str(), path);
  } catch (const toml::parse_error& error) {
    return InvalidArgument(fmt::format("{}:{}:{}: {}", path, error.source().begin.line,
                                       error.source().begin.column,
                                       std::string(error.description())));
  }
  for (const auto& [key, value] : root) {
    if (key == "id") {
      const auto id = value.value<std::string>();
      if (!id) return At(path, value, "\"id\" must be the name of a column");
      if (options->id_column.empty()) options->id_column = *id;
    } else if (key == "locale") {
      RETURN_IF_ERROR(ReadLocale(path, value, "", options));
    } else if (key == "columns") {
      RETURN_IF_ERROR(ReadColumns(path, value, "", options));
    } else if (key == "source") {
      RETURN_IF_ERROR(ReadSources(path, value, options));
    } else {
      return At(path, value,
                fmt::format("unknown key \"{}\"; known: id, locale, columns, source",
                            std::string(key.str())));
    }
  }
  return OkStatus();
}

std::string WriteConfig(const std::vector<engine::Source>& sources) {
  std::string out =
      "# What the columns of each file hold, as doublon takes them. Correct what is wrong and pass "
      "this file with --config.\n"
      "# Kinds: given_name family_name birth_name full_name title gender birth_date birth_day "
      "birth_month birth_year\n"
      "# email phone address street_number address_extra postcode city country text category "
      "number date identifier\n"
      "# record_id ignored\n";
  for (const engine::Source& source : sources) {
    const std::string name = Quoted(source.table.source());
    out += fmt::format(
        "\n[source.{}]  # {} rows, {}\nlocale = \"{}\"  # rules for names, phones and addresses: "
        "fr, en, generic\n",
        name, source.table.row_count(), text::EncodingName(source.table.encoding()),
        record::LocaleName(source.schema.locale));
    out += fmt::format("[source.{}.columns]\n", name);
    for (std::size_t c = 0; c < source.schema.columns.size(); ++c) {
      const record::Column& column = source.schema.columns[c];
      out += fmt::format("{} = \"{}\"  # {} ({:.0f} % sure)", Quoted(column.header),
                         record::KindName(column.kind), column.reason, 100 * column.confidence);
      if (c < source.profiles.size() && source.profiles[c].rows > 0) {
        const normalize::ColumnProfile& profile = source.profiles[c];
        out += fmt::format(
            ", {:.0f} % filled, {} distinct of {}",
            100.0 * static_cast<double>(profile.filled) / static_cast<double>(profile.rows),
            profile.distinct, profile.rows);
        for (std::size_t i = 0; i < profile.examples.size(); ++i) {
          out += i == 0 ? ", like " : " or ";
          out += Printable(profile.examples[i]);
        }
      }
      out += '\n';
    }
  }
  return out;
}

}  // namespace doublon::cli
