#include "service/service.h"

#include <utility>

#include "absl/container/flat_hash_set.h"

namespace doublon::service {
namespace {

store::Versions VersionsOf(const model::Model& model) {
  return {.normalizer = model.normalizer_version(), .model = std::string(model.version())};
}

}  // namespace

StatusOr<std::unique_ptr<Service>> Service::Open(const ServiceOptions& options,
                                                 std::shared_ptr<const model::Model> model) {
  RETURN_IF_ERROR(options.Validate());
  std::unique_ptr<store::Store> store;
  if (options.data != kInMemory) {
    ASSIGN_OR_RETURN(store, store::Store::Open(options.data, VersionsOf(*model)));
    const store::Versions stored = store->versions(), given = VersionsOf(*model);
    if (stored != given && store->last_sequence() != 0 && !options.remake_entities) {
      return FailedPrecondition(fmt::format(
          "{}: its entities were made with model {} and normaliser version {}, not with model {} "
          "and "
          "version {}: give that model with --model, or have the entities made anew with "
          "--remake-entities; nothing was changed",
          store->path(), stored.model, stored.normalizer, given.model, given.normalizer));
    }
  }
  return std::unique_ptr<Service>(new Service(options, std::move(model), std::move(store)));
}

Service::Service(const ServiceOptions& options, std::shared_ptr<const model::Model> model,
                 std::unique_ptr<store::Store> store)
    : options_(options),
      model_(std::move(model)),
      model_version_(model_->version()),
      started_(Clock::now()),
      store_(std::move(store)),
      resolver_(std::make_unique<engine::LiveResolver>(model_, options.live)) {}

Status Service::Load() {
  MutexLock writing(write_mutex_);
  if (store_ != nullptr) {
    ASSIGN_OR_RETURN(std::unique_ptr<engine::LiveResolver> resolver, ReadStore());
    if (store_->versions() != VersionsOf(*model_)) RETURN_IF_ERROR(StoreEntitiesOfModel(*resolver));
    WriterMutexLock lock(mutex_);
    resolver_ = std::move(resolver);
  }
  ready_ = true;
  return OkStatus();
}

StatusOr<std::unique_ptr<engine::LiveResolver>> Service::ReadStore() {
  auto resolver = std::make_unique<engine::LiveResolver>(model_, options_.live);
  RETURN_IF_ERROR(store_->Load(
      [&](EntityId from, EntityId to) {
        resolver->RestoreAlias(from, to);
        return OkStatus();
      },
      [&](store::StoredRecord&& stored) {
        if (stored.source.empty() || stored.record_id.empty()) {
          return DataLoss(fmt::format("{}: record with sequence {} has no source or no record id",
                                      store_->path(), stored.sequence));
        }
        resolver->Restore(
            {std::move(stored.source), std::move(stored.record_id), std::move(stored.fields)},
            stored.entity_id);
        return OkStatus();
      }));
  resolver->RestoreLastEntityId(store_->last_entity_id());
  resolver->FinishRestore();
  sequence_ = store_->last_sequence();
  return resolver;
}

// Under another model some records belong to other entities than those stored; from here on the
// store says so.
Status Service::StoreEntitiesOfModel(const engine::LiveResolver& resolver) {
  store::ChangeSet changes;
  absl::flat_hash_set<std::uint64_t> ended;
  RETURN_IF_ERROR(store_->Load(
      [](EntityId, EntityId) { return OkStatus(); },
      [&](store::StoredRecord&& stored) {
        ASSIGN_OR_RETURN(const auto resident, resolver.Get(stored.source, stored.record_id));
        if (resident.entity_id == stored.entity_id) return OkStatus();
        changes.Assign(stored.source, stored.record_id, resident.entity_id);
        if (!ended.insert(stored.entity_id.value).second) return OkStatus();
        const auto entity = resolver.GetEntity(stored.entity_id);
        if (entity.ok() && entity->alias_of.value != 0) {
          changes.Alias(stored.entity_id, entity->alias_of);
        }
        return OkStatus();
      }));
  changes.SetLastEntityId(resolver.last_entity_id());
  changes.SetVersions(VersionsOf(*model_));
  return store_->Commit(changes);
}

void Service::BecomeReadOnly(const Status& cause) {
  read_only_ = true;
  // What the resolver knows beyond the store was not promised to anybody: matches go on over what
  // is stored.
  StatusOr<std::unique_ptr<engine::LiveResolver>> stored = ReadStore();
  std::string reason(cause.message());
  if (!stored.ok())
    reason +=
        fmt::format("; reading it back failed as well: {}", FromAbsl(stored.status().message()));
  WriterMutexLock lock(mutex_);
  read_only_reason_ = std::move(reason);
  if (stored.ok()) resolver_ = *std::move(stored);
}

std::string Service::read_only_reason() const {
  ReaderMutexLock lock(mutex_);
  return read_only_reason_;
}

Status Service::Maintain() {
  if (store_ == nullptr || !store_->NeedsCheckpoint()) return OkStatus();
  return store_->Checkpoint();
}

void Service::CountError(protocol::ErrorCode code) noexcept {
  counters_.errors[static_cast<std::size_t>(code)].fetch_add(1, std::memory_order_relaxed);
}

std::string_view Service::Refuse(const protocol::Request& request, const protocol::WireError& error,
                                 std::string& answer) {
  CountError(error.code);
  protocol::AppendErrorAnswer(request.id, error, answer);
  return protocol::ErrorCodeName(error.code);
}

}  // namespace doublon::service
