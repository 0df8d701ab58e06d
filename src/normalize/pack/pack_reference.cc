// pack_reference FOLDER OUTPUT: packs datasets/reference into the blob that the program embeds
// (packed_table.h). A build-time tool: it stops with a message at the first file or row it cannot
// take.

#include <fstream>

#include "normalize/pack/pack_steps.h"

namespace doublon::normalize::pack {

namespace {

std::string Pack(const Sources& sources) {
  TableWriter tables;
  std::vector<PhoneState> phone_states;
  PackParticles(sources, tables);
  PackAddressWords(sources, tables);
  PackNames(sources, tables);
  PackRelations(sources, tables);
  PackNameWords(sources, tables);
  PackStreetTypes(sources, tables);
  PackCommunes(sources, tables);
  PackMail(sources, tables);
  PackMailTypos(sources, tables);
  PackPhones(sources, tables, phone_states);
  PackOverseas(sources, tables);
  PackOthers(sources, tables);
  PackWordClasses(tables);
  return tables.Finish(phone_states);
}

int Run(const char* folder, const char* output) {
  const std::string blob = Pack(Sources(folder));
  std::ofstream file(output, std::ios::binary);
  file << blob;
  if (!file.flush()) Stop(fmt::format("cannot write {}", output));
  return 0;
}

}  // namespace

}  // namespace doublon::normalize::pack

int main(int argc, char** argv) {
  if (argc != 3) doublon::normalize::pack::Stop("usage: pack_reference FOLDER OUTPUT");
  return doublon::normalize::pack::Run(argv[1], argv[2]);
}
