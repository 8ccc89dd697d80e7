# What a desk sets up for its devices: REST, a project, the field for a request's id, a role, a device, an agent.
Setting.rest_api_enabled = '1'
Setting.login_required = '1'
Setting.attachment_max_size = (20 * 1024).to_s # As it comes it takes 5 MB.

def person(login, first, last)
  user = User.new(firstname: first, lastname: last, mail: "#{login}@desk.test", language: 'en', status: 1)
  user.login = login
  user.password = user.password_confirmation = SecureRandom.hex(20)
  user.save!
  user
end

agent = person('agent', 'Ada', 'Agent')
device = person('kiosk-0001', 'Kiosk', '0001')
project = Project.create!(name: 'Support', identifier: 'support', is_public: false, enabled_module_names: ['issue_tracking'],
                          tracker_ids: Tracker.pluck(:id))
field = IssueCustomField.create!(name: 'Client Request ID', field_format: 'string', is_for_all: true, is_filter: true,
                                 searchable: true, tracker_ids: Tracker.pluck(:id))
closed = IssueStatus.where(is_closed: true).first
tracker = Tracker.find_by_name('Support')
devices = Role.create!(name: 'Device', issues_visibility: 'own',
                       permissions: %i[view_issues add_issues edit_own_issues add_issue_notes view_files])
WorkflowTransition.create!(tracker: tracker, role: devices, old_status: tracker.default_status, new_status: closed)
Member.create!(project: project, principal: agent, roles: [Role.find_by_name('Developer'), Role.find_by_name('Manager')])
Member.create!(project: project, principal: device, roles: [devices])
puts "KIOSK_KEY=#{device.api_key}", "AGENT_KEY=#{agent.api_key}", "FIELD=#{field.id}", "TRACKER=#{tracker.id}", "CLOSED=#{closed.id}"
